package doctor

import (
	"fmt"
	"strings"
	"time"

	"throughline/internal/config"
)

// backupOld is from when on the last backup is old: a timer makes one every night.
const backupOld = 26 * time.Hour

func checkBackup(f Facts) []Result {
	const name = "backup"
	age := f.Now.Sub(f.Backup.Last)
	switch {
	case f.Backup.Last.IsZero() && !f.Store.Exists:
		return nil
	case f.Backup.Last.IsZero():
		return []Result{{
			State: Warn, Check: name, Text: "none was found in " + f.Backup.Folder, So: "what the disk loses is lost",
			Mend: "Run bot backup every night, and copy what it writes to another machine. If --to writes elsewhere, name that folder in store.backups.",
		}}
	case age > backupOld:
		return []Result{{
			State: Warn, Check: name, Text: fmt.Sprintf("the last one is %s old", ageOf(age)),
			Mend: "Look at what runs bot backup every night: systemctl status throughline-backup.timer",
		}}
	}
	return []Result{{State: OK, Check: name, Text: fmt.Sprintf("the last one is %s old", ageOf(max(age, 0)))}}
}

// ageOf writes an age in the largest unit that tells enough.
func ageOf(d time.Duration) string {
	switch {
	case d < 2*time.Hour:
		return fmt.Sprintf("%d min", int(d.Minutes()))
	case d < 72*time.Hour:
		return fmt.Sprintf("%d hours", int(d.Hours()))
	}
	return fmt.Sprintf("%d days", int(d.Hours()/24))
}

// checkJournal looks at what keeps those forgotten who were: without it a backup would bring them back.
func checkJournal(f Facts) []Result {
	const name = "journal"
	const bringsBack = "a backup from before would bring back who was forgotten"
	j := f.Journal
	switch {
	case !j.Exists:
		return []Result{{State: OK, Check: name, Text: "nobody is noted as forgotten" + erasing(f)}}
	case j.Read != nil:
		return []Result{{
			State: Fail, Check: name, Text: fmt.Sprintf("%s cannot be read: %v", j.Path, reason(j.Read)), So: notStarting,
			Mend: "Let the user that runs the bot read and write it, or put it back from a copy.",
		}}
	case j.Sealed:
		return []Result{{
			State: Warn, Check: name, Text: j.Path + " is partly under a key that is not there", So: bringsBack,
			Mend: "Put the old key behind the new one, with a comma between, and run bot keys rotate.",
		}}
	case openToOthers(j.Mode):
		return []Result{{
			State: Warn, Check: name, Text: fmt.Sprintf("%s can be read by others on this machine (mode %04o)", j.Path, j.Mode.Perm()),
			Mend: "chmod 600 " + j.Path,
		}}
	}
	return []Result{{State: OK, Check: name, Text: j.Path + " opens" + erasing(f)}}
}

func erasing(f Facts) string {
	if f.Store.Inside.Erasing == 0 {
		return ""
	}
	return fmt.Sprintf("; %d erasures are under way", f.Store.Inside.Erasing)
}

// givenOut are the folders in which a container or a service finds its secrets: their modes are not the operator's choice.
var givenOut = []string{"/run/secrets/", "/run/credentials/", "/var/run/secrets/"}

func checkFiles(f Facts) []Result {
	const name = "files"
	var out []Result
	for _, file := range f.Files {
		switch {
		case file.Secret && openToOthers(file.Mode) && !isGivenOut(file.Path):
			out = append(out, Result{
				State: Warn, Check: name, Text: fmt.Sprintf("%s holds a secret and can be read by others (mode %04o)", file.Path, file.Mode.Perm()),
				Mend: "chmod 600 " + file.Path,
			})
		case !file.Secret && openToOthers(file.Mode) && file.Mode.Perm()&0o022 != 0:
			out = append(out, Result{
				State: Warn, Check: name, Text: fmt.Sprintf("%s can be written by others (mode %04o)", file.Path, file.Mode.Perm()),
				Mend: "chmod go-w " + file.Path,
			})
		}
	}
	if len(out) > 0 || len(f.Files) == 0 {
		return out
	}
	return []Result{{State: OK, Check: name, Text: "settings and secrets are the owner's alone to change"}}
}

func isGivenOut(path string) bool {
	for _, folder := range givenOut {
		if strings.HasPrefix(path, folder) {
			return true
		}
	}
	return false
}

// checkHolidays tells of lists of the team's own that have come to their end.
func checkHolidays(f Facts) []Result {
	const name = "holidays"
	today := f.Now.Format(time.DateOnly)
	var out []Result
	for _, list := range f.Config.Holidays {
		last := ""
		for _, d := range list.Days {
			last = max(last, d.To)
		}
		if last < today && last != "" {
			out = append(out, Result{
				State: Warn, Check: name, Text: fmt.Sprintf("the list %q ends on %s", list.Code, last),
				So: "on later days off people are asked as on any other day", Mend: "Add the days to come.",
			})
		}
	}
	if len(out) > 0 || len(f.Config.Holidays) == 0 {
		return out
	}
	return []Result{{State: OK, Check: name, Text: fmt.Sprintf("%d lists of the team's own", len(f.Config.Holidays))}}
}

func checkMetrics(f Facts) []Result {
	const name = "metrics"
	switch address := f.Config.Metrics.Address; {
	case address == "":
		return []Result{{State: OK, Check: name, Text: "served nowhere"}}
	case !config.Loopback(address):
		return []Result{{
			State: Warn, Check: name, Text: "other machines can read them at " + address + "; they name nobody, and are not encrypted",
			Mend: "Let a firewall admit your monitoring alone, or take metrics.address out of the settings.",
		}}
	default:
		return []Result{{State: OK, Check: name, Text: address + ", this machine alone"}}
	}
}

// checkZones makes sure that the wall clocks of the world are known.
func checkZones(f Facts) []Result {
	const name = "zones"
	if f.Zones != nil {
		return []Result{{
			State: Fail, Check: name, Text: "the zones of the world are not known: " + f.Zones.Error(),
			So: "nobody is asked at her own time of day", Mend: "Use a released program, which brings them along.",
		}}
	}
	return []Result{{State: OK, Check: name, Text: "the wall clocks of the world are known"}}
}
