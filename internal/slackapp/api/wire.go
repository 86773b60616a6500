package api

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"path"
	"regexp"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/slack-go/slack"
)

const (
	callTimeout = 10 * time.Second
	maxAnswer   = 16 << 20
	// longestPause is the longest that one answer can silence a method for. Slack asks for seconds or minutes; what
	// asks for more is no answer of Slack's, and believing it would silence the bot for good.
	longestPause = time.Hour
)

// wire is the HTTP client under slack-go. It judges the answers itself, because
// slack-go drops the body of all but 200, and takes {"ok":false} without a code
// for success.
type wire struct {
	client *http.Client
	clock  *serverClock
}

func newWire(base *http.Client, now func() time.Time) wire {
	client := http.Client{}
	if base != nil {
		client = *base
	}
	// A redirect would carry the token, and the post, to another address.
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return wire{client: &client, clock: &serverClock{now: now}}
}

// Do sends req and returns Slack's answer if it says ok, else an *Error.
func (w wire) Do(req *http.Request) (*http.Response, error) {
	method := path.Base(req.URL.Path)
	resp, body, err := w.send(method, req)
	if err != nil {
		return nil, err
	}
	if fault := judge(method, resp, body); fault != nil {
		return nil, fault
	}
	resp.Body = io.NopCloser(bytes.NewReader(body))
	return resp, nil
}

// send returns the answer with its whole body.
func (w wire) send(method string, req *http.Request) (*http.Response, []byte, error) {
	var asked, got atomic.Bool
	trace := &httptrace.ClientTrace{
		GetConn: func(string) { asked.Store(true) },
		GotConn: func(httptrace.GotConnInfo) { got.Store(true) },
	}
	if err := req.Context().Err(); err != nil {
		return nil, nil, &Error{Method: method, Class: Transient, Err: err}
	}
	sent := w.clock.now()
	resp, err := w.client.Do(req.WithContext(httptrace.WithClientTrace(req.Context(), trace)))
	if err != nil {
		// Without a connection nothing went out.
		if asked.Load() && !got.Load() {
			return nil, nil, &Error{Method: method, Class: Transient, Err: bare(err)}
		}
		return nil, nil, lost(method, "", err)
	}
	w.clock.read(resp.Header, sent)
	defer func() { _ = resp.Body.Close() }()
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil && resp.StatusCode == http.StatusOK {
		return nil, nil, lost(method, "", err)
	}
	return resp, body, nil
}

// lost is the error after which nobody knows what Slack did.
func lost(method, code string, err error) *Error {
	return &Error{Method: method, Class: certain(method, Doubt), Code: code, Err: bare(err)}
}

// bare drops the address from an error of net/http: a response_url is a secret.
func bare(err error) error {
	if wrapped, ok := errors.AsType[*url.Error](err); ok {
		return wrapped.Err
	}
	return err
}

// verdict is what all answers of the Web API have in common.
type verdict struct {
	OK       *bool  `json:"ok"`
	Error    string `json:"error"`
	Needed   string `json:"needed"`
	Provided string `json:"provided"`
	Metadata struct {
		Messages []string `json:"messages"`
	} `json:"response_metadata"`
}

var errUnreadable = errors.New("the answer cannot be read")

// judge returns nil if the answer says ok.
func judge(method string, resp *http.Response, body []byte) *Error {
	var v verdict
	readable := json.Unmarshal(body, &v) == nil
	switch status := resp.StatusCode; {
	case status == http.StatusTooManyRequests:
		return limited(method, v.Error, resp.Header)
	case status >= http.StatusInternalServerError:
		return lost(method, statusCode(status), nil)
	case status != http.StatusOK && v.Error == "":
		return misdirected(method, status)
	case status == http.StatusOK && readable && v.OK != nil && *v.OK:
		return nil
	case v.Error == "":
		return lost(method, "", errUnreadable)
	}
	fault := classify(method, v.Error)
	fault.Needed, fault.Provided = v.Needed, v.Provided
	fault.Pointers = pointers(v.Metadata.Messages)
	if fault.Class == RateLimited {
		fault.RetryAfter = retryAfter(resp.Header, fault.RetryAfter)
	}
	return fault
}

// limited reads a 429. One without Retry-After comes when the workspace is over
// its cap of messages.
func limited(method, code string, header http.Header) *Error {
	pause := limitedPause
	if code == "" && header.Get("Retry-After") == "" {
		code = messageCap
	}
	if code == messageCap {
		pause = cappedPause
	}
	if code == "" {
		code = "ratelimited"
	}
	return &Error{Method: method, Class: RateLimited, Code: code, RetryAfter: retryAfter(header, pause)}
}

func retryAfter(header http.Header, fallback time.Duration) time.Duration {
	seconds, err := strconv.ParseFloat(header.Get("Retry-After"), 64)
	if err != nil || !(seconds >= 0) { // which is false for what is no number, too
		return fallback
	}
	if seconds > longestPause.Seconds() {
		return longestPause
	}
	return max(time.Duration(seconds*float64(time.Second)), time.Second)
}

// misdirected reads a status that Slack's methods do not answer with: something
// between us and Slack does, or the address is wrong.
func misdirected(method string, status int) *Error {
	e := &Error{Method: method, Class: Config, Code: statusCode(status)}
	switch status {
	case http.StatusRequestTimeout, http.StatusTooEarly:
		e.Class = certain(method, Doubt)
	case http.StatusBadRequest, http.StatusRequestEntityTooLarge:
		e.Class = Bug
	default:
		e.Err = errors.New("check SLACK_API_URL, and any proxy")
	}
	return e
}

func statusCode(status int) string { return fmt.Sprintf("http_%d", status) }

var pointer = regexp.MustCompile(`json-pointer:(/[A-Za-z0-9_/]{1,200})\]`)

// pointers takes from Slack's hints where the fault lies, and leaves the rest,
// which could repeat text.
func pointers(hints []string) []string {
	var found []string
	for _, hint := range hints {
		if m := pointer.FindStringSubmatch(hint); m != nil {
			found = append(found, m[1])
		}
	}
	return found
}

// local reports whether err arose before anything was sent.
func local(err error) bool {
	if errors.Is(err, slack.ErrParametersMissing) || errors.Is(err, slack.ErrBlockIDNotUnique) {
		return true
	}
	_, ok := errors.AsType[*json.MarshalerError](err)
	return ok
}

// fault makes an *Error of whatever a call returned.
func fault(ctx context.Context, method string, err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if local(err) {
		return &Error{Method: method, Class: Bug, Err: err}
	}
	if ctx.Err() != nil {
		err = ctx.Err()
	}
	return lost(method, "", err)
}
