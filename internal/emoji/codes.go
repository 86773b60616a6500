package emoji

import (
	_ "embed"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"
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

// code is what may be an emoji's name in a text.
var code = regexp.MustCompile(`:[a-z0-9_+'-]+(?:::skin-tone-[2-6])?:`)

// Pictures draws the emoji that a text names, as Slack's clients do: ":tada:" becomes "🎉". What is the name of none,
// such as a workspace's own emoji, stays.
func Pictures(text string) string {
	if strings.Count(text, ":") < 2 {
		return text
	}
	var out strings.Builder
	for {
		at := code.FindStringIndex(text)
		if at == nil {
			return out.String() + text
		}
		picture := pictureOf(strings.Trim(text[at[0]:at[1]], ":"))
		if picture == "" {
			at[1]-- // Its last colon may begin the next name, as in "at 10:30:tada:".
			picture = text[at[0]:at[1]]
		}
		out.WriteString(text[:at[0]] + picture)
		text = text[at[1]:]
	}
}

// pictureOf is the picture of an emoji by its first name, or "" where there is none.
func pictureOf(name string) string {
	base, tone, toned := strings.Cut(name, "::skin-tone-")
	picture := pictures().picture[base]
	if picture == "" || !toned {
		return picture
	}
	first, size := utf8.DecodeRuneInString(picture)
	return string(first) + string(firstTone+rune(tone[0]-'2')) + strings.TrimPrefix(picture[size:], asPicture)
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
