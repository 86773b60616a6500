package sandbox

import (
	"fmt"
	"hash/fnv"
	"image"
	"image/color"
	"image/png"
	"io"
	"net/http"
	"strconv"
	"strings"
)

// The sizes in pixels in which Slack offers the pictures of people and apps.
var (
	personPictures = []int{24, 32, 48, 72, 192, 512}
	botPictures    = []int{36, 48, 72}
)

// addPictures gives a profile the addresses of its pictures, which Slack gives
// to everyone, also to those who never chose one. Locked.
func (s *Server) addPictures(profile obj, id string) {
	for _, size := range personPictures {
		profile[fmt.Sprintf("image_%d", size)] = s.picture(id, size)
	}
}

// botIcons are the app's pictures as its messages carry them. Locked.
func (s *Server) botIcons() obj {
	icons := obj{}
	for _, size := range botPictures {
		icons[fmt.Sprintf("image_%d", size)] = s.picture(s.w.app.BotID, size)
	}
	return icons
}

func (s *Server) picture(id string, size int) string {
	return fmt.Sprintf("%s/avatars/%s_%d.png", s.baseURL, id, size)
}

// serveAvatar paints the picture of a person or an app: one colour, which the id
// decides. Anybody may see it, as at Slack. The app's own picture, which the page
// shows, stands beside.
func (s *Server) serveAvatar(w http.ResponseWriter, r *http.Request) {
	if app := s.opt.App; app.Icon != "" && r.PathValue("file") == app.ID+".svg" {
		w.Header().Set("Content-Type", "image/svg+xml")
		_, _ = io.WriteString(w, app.Icon) // the peer is gone if it fails
		return
	}
	name, found := strings.CutSuffix(r.PathValue("file"), ".png")
	id, digits, parted := strings.Cut(name, "_")
	size, err := strconv.Atoi(digits)
	if !found || !parted || id == "" || err != nil || size < 1 || size > 512 {
		http.NotFound(w, r)
		return
	}
	hash := fnv.New32a()
	_, _ = hash.Write([]byte(id)) // a hash takes everything
	sum := hash.Sum32()
	paint := color.RGBA{R: 64 + uint8(sum)%128, G: 64 + uint8(sum>>8)%128, B: 64 + uint8(sum>>16)%128, A: 255}
	picture := image.NewPaletted(image.Rect(0, 0, size, size), color.Palette{paint})
	w.Header().Set("Content-Type", "image/png")
	w.Header().Set("Cache-Control", "max-age=86400")
	_ = png.Encode(w, picture) // the peer is gone if it fails
}
