package main

import (
	"log/slog"

	"throughline/internal/config"
	"throughline/internal/operator"
)

// counter is where the running bot answers its operator. One that could not be opened answers nobody.
type counter struct{ server *operator.Server }

// listenToOperator opens the socket and takes up the tasks that commands ask of the running bot. Where it cannot be opened
// the bot works for its team all the same, and says so.
func listenToOperator(cfg config.Config, p *program, log *slog.Logger) counter {
	server, err := operator.Listen(cfg.SocketFile(), log)
	if err != nil {
		log.Warn("bot backup and bot check cannot reach this bot while it runs", "error", err)
		return counter{}
	}
	for name, task := range operatorTasks(cfg, p) {
		server.Handle(name, task)
	}
	return counter{server}
}

// operatorTasks are what a running bot does for its operator, by the name of the command.
func operatorTasks(cfg config.Config, p *program) map[string]operator.Task {
	return map[string]operator.Task{
		checkTask:  checkRunning(cfg, p),
		doctorTask: tellDoctor(cfg, p),
		"backup":   p.backUp,
		"export":   p.export,
	}
}

func (c counter) close() error {
	if c.server == nil {
		return nil
	}
	return c.server.Close()
}
