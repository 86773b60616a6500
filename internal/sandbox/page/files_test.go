package page_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"image/png"
	"net/http"
	"net/url"
	"testing"

	"throughline/internal/sandbox"
)

// shares uploads a file into a channel as the app does.
func (s *stage) shares(channel, name, title, alt string, body []byte) {
	s.t.Helper()
	begun := s.form("files.getUploadURLExternal", url.Values{"filename": {name}, "length": {fmt.Sprint(len(body))}, "alt_txt": {alt}})
	address, _ := begun["upload_url"].(string)
	resp, err := http.Post(address, "application/octet-stream", bytes.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	_ = resp.Body.Close()
	files, err := json.Marshal([]object{{"id": begun["file_id"], "title": title}})
	if err != nil {
		s.t.Fatal(err)
	}
	s.api("files.completeUploadExternal", object{"files": string(files), "channel_id": channel, "initial_comment": "Here it is."})
}

// form calls a method that takes forms alone.
func (s *stage) form(method string, args url.Values) object {
	s.t.Helper()
	args.Set("token", sandbox.DefaultBotToken)
	resp, err := http.PostForm(s.url+"/api/"+method, args)
	if err != nil {
		s.t.Fatal(err)
	}
	defer func() { _ = resp.Body.Close() }()
	var out object
	if err := json.NewDecoder(resp.Body).Decode(&out); err != nil || out["ok"] != true {
		s.t.Errorf("%s: %v %v", method, out, err)
	}
	return out
}

// drawing is a picture of one colour.
func drawing(t *testing.T) []byte {
	t.Helper()
	img := image.NewRGBA(image.Rect(0, 0, 1600, 720))
	draw.Draw(img, img.Bounds(), image.NewUniform(color.RGBA{0xE6, 0xF1, 0xEF, 0xFF}), image.Point{}, draw.Src)
	var out bytes.Buffer
	if err := png.Encode(&out, img); err != nil {
		t.Fatal(err)
	}
	return out.Bytes()
}

func TestFilesAreShownAndFetched(t *testing.T) {
	s := newStage(t, nil)
	s.act("channel", object{"as": "U0ANA00001", "op": "invite", "channel": "#refunds", "user": "U0BOT00001"})
	s.shares("C0REFUNDS1", "timeline.png", "Timeline", "Timeline of <b>refunds</b>.", drawing(t))
	s.shares("C0REFUNDS1", "book.md", "The book", "", []byte("# Book\n"))
	w := open(t, s.url+"/?as=U0ANA00001", 1280, 800)
	w.click("channel-refunds")
	w.wait(`document.querySelector(".file img")?.naturalWidth === 1600`)
	if alt := eval[string](w, `document.querySelector(".file img").alt`); alt != "Timeline of <b>refunds</b>." {
		t.Errorf("the picture is described as %q", alt)
	}
	if width := eval[float64](w, `document.querySelector(".file img").getBoundingClientRect().width`); width < 200 || width > 800 {
		t.Errorf("the picture is %v wide", width)
	}
	book := `document.querySelector(".file-link[download='book.md']")`
	w.wait(book + ` !== null`)
	if words := eval[string](w, book+`.textContent`); words != "The bookbook.md, 7 bytes" {
		t.Errorf("the file is named %q", words)
	}
	if body := eval[string](w, `fetch(`+book+`.href).then((r) => r.text())`); body != "# Book\n" {
		t.Errorf("the file reads %q", body)
	}
	w.shot("files")
}
