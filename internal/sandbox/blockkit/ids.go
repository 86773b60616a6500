package blockkit

import (
	"encoding/json"
	"errors"
	"fmt"
)

// idTries bounds how often a generator may repeat an id that is taken.
const idTries = 100

// FillIDs gives every block without a block_id and every interactive element
// without an action_id one from next, as Slack does with what it accepts. Ids
// already there stay; ids given are unlike all block_ids of the array, and all
// action_ids of the block. It fails when blocks are no JSON array of objects, or
// when next keeps repeating itself. Absent blocks stay absent.
func FillIDs(blocks json.RawMessage, next func() string) (json.RawMessage, error) {
	if len(blocks) == 0 {
		return blocks, nil
	}
	v, err := decode(blocks)
	if err != nil {
		return nil, err
	}
	if err := mustBeObjects(v); err != nil {
		return nil, err
	}
	all := nest(items(v), "")
	var blocksAlone []map[string]any
	for _, b := range all {
		blocksAlone = append(blocksAlone, b.obj)
	}
	if err := fill(blocksAlone, "block_id", next); err != nil {
		return nil, err
	}
	for _, group := range elementsByBlock(placed(all)) {
		if err := fill(group, "action_id", next); err != nil {
			return nil, err
		}
	}
	return encode(v), nil
}

func mustBeObjects(v any) error {
	list, ok := v.([]any)
	if !ok {
		return errors.New("fill ids: blocks are not an array")
	}
	for i, item := range list {
		if _, ok := item.(map[string]any); !ok {
			return fmt.Errorf("fill ids: block %d is not an object", i)
		}
	}
	return nil
}

// elementsByBlock groups the elements that take an action_id by their block.
func elementsByBlock(found []standing) [][]map[string]any {
	var groups [][]map[string]any
	last := ""
	for _, e := range found {
		if e.obj["type"] == "image" {
			continue
		}
		if e.block.at != last {
			groups = append(groups, nil)
			last = e.block.at
		}
		groups[len(groups)-1] = append(groups[len(groups)-1], e.obj)
	}
	return groups
}

// fill sets the member of each object that has none to an id none of them has.
func fill(objs []map[string]any, name string, next func() string) error {
	taken := map[string]bool{"": true}
	for _, o := range objs {
		taken[text(o[name])] = true
	}
	for _, o := range objs {
		if text(o[name]) != "" {
			continue
		}
		id, err := fresh(taken, next)
		if err != nil {
			return fmt.Errorf("fill %s: %w", name, err)
		}
		o[name] = id
	}
	return nil
}

func fresh(taken map[string]bool, next func() string) (string, error) {
	for range idTries {
		if id := next(); !taken[id] {
			taken[id] = true
			return id, nil
		}
	}
	return "", errors.New("the generator repeats itself")
}
