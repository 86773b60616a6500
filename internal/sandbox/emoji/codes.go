package emoji

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"
)

// pictures.txt has a line for each emoji: its picture and Slack's first name for it, as the page's table has them.
//
//go:embed pictures.txt
var pictureList string

const (
	firstTone = '\U0001F3FB' // of the five skin tones, which Slack numbers from 2
	lastTone  = '\U0001F3FF'
	asPicture = "\uFE0F" // says that a character is a picture and no sign
)

// drawn is the table of pictures.
type drawn struct {
	names   map[string]string // by picture
	bare    map[string]string // by picture without asPicture, as before a skin tone
	picture map[string]string // by name
	longest int               // of all pictures, in code points
}

var pictures = sync.OnceValue(func() drawn {
	d := drawn{names: map[string]string{}, bare: map[string]string{}, picture: map[string]string{}}
	for line := range strings.Lines(pictureList) {
		picture, name, _ := strings.Cut(strings.TrimSpace(line), " ")
		d.names[picture], d.bare[strings.ReplaceAll(picture, asPicture, "")], d.picture[name] = name, name, picture
		d.longest = max(d.longest, len([]rune(picture)))
	}
	return d
})

// Codes writes the emoji of a text by their names, as Slack keeps them: "🎉" as ":tada:", a skin tone behind the name
// as ":wave::skin-tone-4:". Signs such as "©" that are no pictures by themselves stay.
func Codes(text string) string {
	if isASCII(text) {
		return text
	}
	var out strings.Builder
	runes := []rune(text)
	for i := 0; i < len(runes); {
		code, length := codeAt(runes[i:])
		if length == 0 {
			code, length = string(runes[i]), 1
		}
		out.WriteString(code)
		i += length
	}
	return out.String()
}

func isASCII(text string) bool {
	return strings.IndexFunc(text, func(r rune) bool { return r > 0x7F }) < 0
}

// codeAt is the code of the longest emoji with which the text begins, and how many code points that has.
func codeAt(text []rune) (code string, length int) {
	d := pictures()
	if len(text) > 1 && text[1] >= firstTone && text[1] <= lastTone {
		plain := append([]rune{text[0]}, text[2:min(len(text), d.longest+1)]...)
		name, n := longest(d.bare, plain)
		if n > 0 && known()[name] {
			return fmt.Sprintf(":%s::skin-tone-%d:", name, text[1]-firstTone+2), n + 1
		}
	}
	name, n := longest(d.names, text[:min(len(text), d.longest)])
	if n == 0 {
		return "", 0
	}
	return ":" + name + ":", n
}

func longest(names map[string]string, text []rune) (name string, length int) {
	for n := len(text); n > 0; n-- {
		if name, there := names[string(text[:n])]; there {
			return name, n
		}
	}
	return "", 0
}

// Unicode is what Slack's rich text says of an emoji beside its name: its code points, in hexadecimal, joined by
// hyphens. It is empty for other names of the same emoji.
func Unicode(name string) string {
	var points []string
	for _, r := range pictures().picture[name] {
		points = append(points, fmt.Sprintf("%04x", r))
	}
	return strings.Join(points, "-")
}
