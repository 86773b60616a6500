package page_test

import (
	"fmt"
	"testing"
)

// gallery draws blocks as somebody's message, modal or Home would, in place of
// the page: also those that apps may send on some surfaces only. What is
// pressed stands in window.used.
func (w *window) gallery(kind, blocks string) {
	w.t.Helper()
	eval[bool](w, fmt.Sprintf(`Promise.all(["blocks", "surface", "attachments"].map((m) => import("/static/" + m + ".js"))).then(([b, s, a]) => {
	  const people = [["U0ANA00001", "Ana", "Europe/Lisbon"], ["U0BO000001", "Bo", "America/Chicago"], ["U0CHIDI001", "Chidi", "Africa/Lagos"]]
	    .map(([id, display_name, tz]) => ({ id, display_name, real_name: display_name, tz, is_bot: false }));
	  const channels = [{ id: "C0REFUNDS1", name: "refunds", is_member: true }, { id: "C0QUIET001", name: "quiet-room", is_private: true }, { id: "C0PARTNER1", name: "partners", is_ext_shared: true },
	    { id: "D0BO000001", is_im: true, user: "U0BO000001", name: "" }];
	  const ctx = { as: "U0ANA00001", zone: "Europe/Lisbon", here: "C0REFUNDS1", users: () => people, channels: () => channels, isBot: () => false, now: () => new Date("2026-11-24T09:12:00Z"), openChannel() {},
	    names: { user: (id) => people.find((p) => p.id === id)?.display_name || id, channel: (id) => channels.find((c) => c.id === id)?.name, group: () => "finance", team: () => "Acme Books" } };
	  window.used = [];
	  const blocks = %s;
	  window.form = new Map();
	  const surface = { kind: %q, ctx, form: window.form, blocks, values: {},
	    use: async (element, block, picked) => { window.used.push({ action_id: element.action_id, ...picked }); return window.refuse !== true; },
	    suggest: async (element, block, value) => { window.asked = value; return { options: ["Lisbon", "London", "Lagos"].filter((n) => n.toLowerCase().startsWith(value.toLowerCase())).map((text) => ({ text: { type: "plain_text", text }, value: text })) }; } };
	  window.values = () => s.typedIn(window.form, blocks);
	  const stand = document.createElement("main");
	  stand.className = %q === "modal" ? "modal-body gallery" : "content gallery";
	  stand.append(...b.drawBlocks(blocks, surface), ...a.drawAttachments(window.hung || [], surface));
	  document.querySelector(".gallery")?.remove();
	  for (const part of document.body.children) part.hidden = true;
	  document.body.append(stand);
	  Object.assign(document.body.style, { display: "block", overflow: "auto", padding: "16px", background: "var(--paper)" });
	  stand.style.maxWidth = %q === "modal" ? "520px" : "";
	  return true;
	})`, blocks, kind, kind, kind))
}

func TestGallery(t *testing.T) {
	s := newStage(t, nil)
	for _, look := range []struct {
		name          string
		width, height int64
		also          []step
	}{
		{"wide", 1280, 2600, nil},
		{"wide-dark", 1280, 2600, []step{dark()}},
		{"narrow", 360, 3600, nil},
		{"narrow-dark", 360, 3600, []step{dark()}},
	} {
		w := open(t, s.as(ana, refunds), look.width, look.height, look.also...)
		for _, set := range []struct{ name, kind, blocks, hung string }{
			{"words", "message", galleryWords, "[]"}, {"markdown", "message", galleryMarkdown, "[]"}, {"holders", "message", galleryHolders, galleryAttachments},
			{"numbers", "message", galleryNumbers, "[]"}, {"fields", "modal", galleryFields, "[]"},
		} {
			eval[bool](w, `Boolean(window.hung = `+set.hung+`)`)
			w.gallery(set.kind, set.blocks)
			w.wait(`[...document.querySelectorAll(".chart-drawing")].every((el) => el.childElementCount > 0)`)
			w.look("gallery-" + look.name + "-" + set.name)
			if unknown := eval[[]string](w, `[...document.querySelectorAll(".unknown")].map((el) => el.textContent)`); set.name != "words" && len(unknown) > 0 {
				t.Errorf("%s: not drawn: %q", set.name, unknown)
			}
		}
	}
}
