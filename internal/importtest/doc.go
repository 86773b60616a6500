// Package importtest holds who may import whom. It has no code but its tests: the architecture is a
// table in rules_test.go, each rule with its reason, checked against the source.
package importtest
