package pgtest

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"strconv"
	"syscall"
)

// The variables that say where the programs are.
const (
	envPrograms = "THROUGHLINE_POSTGRES_BIN"
	envPooler   = "THROUGHLINE_PGBOUNCER"
)

// findPrograms returns the folder of initdb and postgres.
func findPrograms() (string, error) {
	if folder := os.Getenv(envPrograms); folder != "" {
		return folder, nil
	}
	// Debian keeps each version in a folder of its own, outside of the PATH. The last one is the newest.
	found, err := filepath.Glob("/usr/lib/postgresql/*/bin/postgres")
	if err == nil && len(found) > 0 {
		return filepath.Dir(found[len(found)-1]), nil
	}
	if path, err := exec.LookPath("postgres"); err == nil {
		return filepath.Dir(path), nil
	}
	return "", errors.New("there is no PostgreSQL: run `. scripts/needs.sh`, or set " + envPrograms + " to the folder of initdb and postgres")
}

// findPooler returns the path of pgbouncer.
func findPooler() (string, error) {
	if path := os.Getenv(envPooler); path != "" {
		return path, nil
	}
	for _, name := range []string{"pgbouncer", "/usr/sbin/pgbouncer"} {
		if path, err := exec.LookPath(name); err == nil {
			return path, nil
		}
	}
	return "", errors.New("there is no pgbouncer: run `. scripts/needs.sh`, or set " + envPooler + " to its path")
}

// runAs returns how a server is started, and who owns its files: the tests' own user, or where that is root
// somebody who may do less.
func runAs() (attr *syscall.SysProcAttr, uid, gid int, err error) {
	// Its own group keeps a key that interrupts the tests away from it; the janitor stops it.
	attr = &syscall.SysProcAttr{Setpgid: true}
	if os.Getuid() != 0 {
		return attr, os.Getuid(), os.Getgid(), nil
	}
	for _, name := range []string{"postgres", "nobody"} {
		who, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, gid, err := ids(who)
		if err != nil {
			return nil, 0, 0, err
		}
		attr.Credential = &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}
		return attr, uid, gid, nil
	}
	return nil, 0, 0, errors.New("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")
}

func ids(who *user.User) (uid, gid int, err error) {
	uid, err = strconv.Atoi(who.Uid)
	if err != nil {
		return 0, 0, fmt.Errorf("user %s: %w", who.Username, err)
	}
	gid, err = strconv.Atoi(who.Gid)
	if err != nil {
		return 0, 0, fmt.Errorf("group of user %s: %w", who.Username, err)
	}
	return uid, gid, nil
}
