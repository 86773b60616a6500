package main

import (
	"context"
	"errors"

	"throughline/internal/config"
	"throughline/internal/move"
)

var errNoPostgres = errors.New("this build of the bot has no store on PostgreSQL")

func postgresSource(context.Context, config.Config) (move.Store, func() error, error) {
	return nil, nil, errNoPostgres
}

func (c MigrateCmd) postgresTarget(context.Context, config.Config) (*moveTarget, error) {
	return nil, errNoPostgres
}
