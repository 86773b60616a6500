//go:build linux || darwin

package main

import (
	"os"
	"path/filepath"
	"syscall"

	"throughline/internal/config"
)

// handOver gives what a command made beside the store to whom the store's folder belongs, where root ran the command:
// the service could not open a store that root has restored, nor add to a folder of backups that root has made. It is
// about the store's folder and the backups in it alone, and best effort: what cannot be given away stays root's.
func handOver(cfg config.Config) {
	if os.Geteuid() != 0 {
		return
	}
	dir := filepath.Dir(cfg.Store.Path)
	about, err := os.Stat(dir)
	if err != nil {
		return
	}
	owner, ok := about.Sys().(*syscall.Stat_t)
	if !ok || owner.Uid == 0 {
		return
	}
	giveAway(dir, int(owner.Uid), int(owner.Gid))
	backups := cfg.BackupsFolder()
	if filepath.Dir(backups) == filepath.Clean(dir) {
		giveOne(backups, int(owner.Uid), int(owner.Gid))
		giveAway(backups, int(owner.Uid), int(owner.Gid))
	}
}

// giveAway hands root's own files of a folder to somebody.
func giveAway(dir string, uid, gid int) {
	found, err := os.ReadDir(dir)
	if err != nil {
		return
	}
	for _, e := range found {
		if e.Type().IsRegular() {
			giveOne(filepath.Join(dir, e.Name()), uid, gid)
		}
	}
}

// giveOne hands over what is root's and nobody else has a name for. It looks at what it has open, since who owns the
// folder may put a link to a file of the system there at any moment.
func giveOne(path string, uid, gid int) {
	fd, err := syscall.Open(path, syscall.O_RDONLY|syscall.O_NOFOLLOW|syscall.O_NONBLOCK|syscall.O_CLOEXEC, 0)
	if err != nil {
		return
	}
	defer func() { _ = syscall.Close(fd) }()
	var s syscall.Stat_t
	if syscall.Fstat(fd, &s) != nil || s.Uid != 0 {
		return
	}
	if kind := s.Mode & syscall.S_IFMT; kind == syscall.S_IFDIR || kind == syscall.S_IFREG && s.Nlink == 1 {
		_ = syscall.Fchown(fd, uid, gid)
	}
}
