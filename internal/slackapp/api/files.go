package api

import (
	"bytes"
	"context"
	"net/http"

	"github.com/slack-go/slack"
)

// methodUpload stands for the post of a file's bytes, which is no method of the Web API.
const methodUpload = "file_upload"

// File is something to upload.
type File struct {
	// Channel is the id of the one conversation whose members can open the file. It must not be empty: who
	// can open a file that was shared nowhere is not documented.
	Channel  string
	ThreadTS string // the first message of a thread, or empty
	Name     string // with its ending, from which Slack takes the kind
	Title    string
	// Alt says in words what a picture shows, in at most 1,000 characters.
	Alt string
	// Comment is the text of the message with the file, in mrkdwn and escaped; it may be empty.
	Comment string
	Body    []byte
	// Named is told the file's id before anybody can see the file, where it is set. Its error ends the upload.
	Named func(id string) error
}

// Upload shares a file in a conversation and returns its id. It takes three calls; before the last one
// nobody sees anything, so that only there an error can leave a doubt
// (docs.slack.dev/messaging/working-with-files). None of them is repeated here.
func (c *Client) Upload(ctx context.Context, f File) (id string, err error) {
	if f.Channel == "" || f.Name == "" || len(f.Body) == 0 {
		return "", &Error{Method: methodUpload, Class: Bug, Code: "incomplete_file"}
	}
	id, address, err := c.uploadURL(ctx, f)
	if err != nil {
		return "", err
	}
	if f.Named != nil {
		if err := f.Named(id); err != nil {
			return "", err
		}
	}
	if err := c.sendBytes(ctx, address, f.Body); err != nil {
		return "", err
	}
	return id, c.call(ctx, "files.completeUploadExternal", "", func(ctx context.Context) error {
		_, err := c.slack.CompleteUploadExternalContext(ctx, slack.CompleteUploadExternalParameters{
			Files: []slack.FileSummary{{ID: id, Title: f.Title}}, Channel: f.Channel, ThreadTimestamp: f.ThreadTS,
			InitialComment: f.Comment,
		})
		return err
	})
}

// uploadURL asks for an address that takes the bytes. Doing so leaves nothing behind that anybody sees.
func (c *Client) uploadURL(ctx context.Context, f File) (id, address string, err error) {
	err = c.call(ctx, "files.getUploadURLExternal", "", func(ctx context.Context) error {
		resp, err := c.slack.GetUploadURLExternalContext(ctx, slack.GetUploadURLExternalParameters{
			FileName: f.Name, FileSize: len(f.Body), AltTxt: f.Alt,
		})
		if err != nil {
			return err
		}
		if id, address = resp.FileID, resp.UploadURL; id == "" || address == "" {
			return errUnreadable
		}
		return nil
	})
	return id, address, err
}

// sendBytes posts a file's bytes. The address is a secret and needs no token.
func (c *Client) sendBytes(ctx context.Context, address string, body []byte) error {
	return c.call(ctx, methodUpload, "", func(ctx context.Context) error {
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, address, bytes.NewReader(body))
		if err != nil {
			return &Error{Method: methodUpload, Class: Bug, Err: bare(err)}
		}
		req.Header.Set("Content-Type", "application/octet-stream")
		resp, answer, err := c.wire.send(methodUpload, req) //nolint:bodyclose // send has read it all and closed it.
		if err != nil {
			return err
		}
		if resp.StatusCode == http.StatusOK {
			return nil
		}
		return judge(methodUpload, resp, answer)
	})
}

// DeleteFile deletes a file of the bot's. One that is gone already counts as deleted.
func (c *Client) DeleteFile(ctx context.Context, id string) error {
	err := c.call(ctx, "files.delete", "", func(ctx context.Context) error {
		return c.slack.DeleteFileContext(ctx, id)
	})
	return except(err, "file_deleted", "file_not_found")
}
