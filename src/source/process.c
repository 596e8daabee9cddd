/* SPDX-License-Identifier: BSD-2-Clause */
#include <config.h>

#include "source/process.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdint.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/text.h"

extern char **environ;

enum { IN, OUT, ERR, STREAMS };

/* A running process and our ends of its standard streams; -1 where closed. */
struct child {
	pid_t pid;
	int ends[STREAMS];
	struct text texts[STREAMS]; /* of OUT and ERR */
	const char *input;          /* what is still to be written */
	size_t input_size;
	struct timespec deadline;
};

static void close_end(int *end)
{
	if (*end >= 0)
		close(*end);
	*end = -1;
}

/*
 * Sockets, since a write to a process that has gone must not raise SIGPIPE: MSG_NOSIGNAL
 * is for them only.
 */
static int open_streams(int pairs[STREAMS][2])
{
	int i;

	for (i = 0; i < STREAMS; i++)
		pairs[i][0] = pairs[i][1] = -1;
	for (i = 0; i < STREAMS; i++)
		if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pairs[i]))
			return -errno;
	return 0;
}

static int spawn(const struct process *process, int pairs[STREAMS][2], pid_t *pid)
{
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attributes;
	int i, error;

	posix_spawn_file_actions_init(&actions);
	posix_spawnattr_init(&attributes);
	posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
	if (process->directory && *process->directory)
		posix_spawn_file_actions_addchdir_np(&actions, process->directory);
	for (i = 0; i < STREAMS; i++)
		posix_spawn_file_actions_adddup2(&actions, pairs[i][1], i);
	/* posix_spawnp() has no const in its old signature and changes nothing. */
	error = posix_spawnp(pid, process->argv[0], &actions, &attributes,
			     (char *const *)(uintptr_t)process->argv, environ);
	posix_spawnattr_destroy(&attributes);
	posix_spawn_file_actions_destroy(&actions);
	return -error;
}

static int start(struct arena *arena, const struct process *process, struct child *child)
{
	int pairs[STREAMS][2], i, error;

	error = open_streams(pairs);
	if (!error)
		error = spawn(process, pairs, &child->pid);
	for (i = 0; i < STREAMS; i++) {
		close_end(&pairs[i][1]);
		if (error)
			close_end(&pairs[i][0]);
		child->ends[i] = pairs[i][0];
		child->texts[i].arena = arena;
	}
	child->input = process->input;
	child->input_size = process->input ? process->input_size : 0;
	clock_gettime(CLOCK_MONOTONIC, &child->deadline);
	child->deadline.tv_sec += PROCESS_SECONDS;
	return error;
}

static int milliseconds_left(const struct timespec *deadline)
{
	struct timespec now;
	long left;

	clock_gettime(CLOCK_MONOTONIC, &now);
	left = (deadline->tv_sec - now.tv_sec) * 1000 +
	       (deadline->tv_nsec - now.tv_nsec) / 1000000;
	return left > 0 ? (int)left : 0;
}

static void feed(struct child *child)
{
	ssize_t sent = child->input_size
			       ? send(child->ends[IN], child->input, child->input_size,
				      MSG_NOSIGNAL | MSG_DONTWAIT)
			       : 0;

	if (sent > 0) {
		child->input += sent;
		child->input_size -= (size_t)sent;
	}
	if (!child->input_size || (sent < 0 && errno != EAGAIN && errno != EINTR))
		close_end(&child->ends[IN]);
}

static void drain(struct child *child, int stream)
{
	char bytes[16 * 1024];
	ssize_t got = read(child->ends[stream], bytes, sizeof(bytes));

	if (got > 0)
		text_add(&child->texts[stream], bytes, (size_t)got);
	else if (!got || errno != EINTR)
		close_end(&child->ends[stream]);
}

/* Moves bytes until the process has closed both its outputs. */
static int transfer(struct child *child)
{
	struct pollfd polls[STREAMS];
	int i, left;

	while (child->ends[OUT] >= 0 || child->ends[ERR] >= 0) {
		left = milliseconds_left(&child->deadline);
		if (!left)
			return -ETIME;
		if (child->texts[OUT].length > PROCESS_BYTES_MAX ||
		    child->texts[ERR].length > PROCESS_BYTES_MAX)
			return -EFBIG;
		for (i = 0; i < STREAMS; i++)
			polls[i] = (struct pollfd){ child->ends[i],
						    i == IN ? POLLOUT : POLLIN, 0 };
		if (poll(polls, STREAMS, left) < 0)
			continue;
		if (polls[IN].revents)
			feed(child);
		if (polls[OUT].revents)
			drain(child, OUT);
		if (polls[ERR].revents)
			drain(child, ERR);
	}
	return 0;
}

/* The last lines of standard error say best what went wrong. */
static const char *last_words(const struct text *text)
{
	enum { LENGTH = 300 };

	if (!text->length)
		return "no message";
	return text->length > LENGTH ? text->chars + text->length - LENGTH : text->chars;
}

static int judge(const struct child *child, int error, int status, const char *name,
		 struct failure *why)
{
	if (error == -ETIME)
		return fail(why, error, "%s did not end within %d seconds", name,
			    PROCESS_SECONDS);
	if (error)
		return fail(why, error, "%s printed more than %d bytes", name,
			    PROCESS_BYTES_MAX);
	if (!WIFEXITED(status) || WEXITSTATUS(status))
		return fail(why, -ECHILD, "%s failed: %s", name,
			    last_words(&child->texts[ERR]));
	return 0;
}

int process_run(struct arena *arena, const struct process *process, char **output,
		size_t *size, struct failure *why)
{
	struct child child = { 0 };
	int error, status = 0, i;

	error = start(arena, process, &child);
	if (error)
		return fail(why, error, "cannot run %s: %s", process->argv[0],
			    strerror(-error));
	error = transfer(&child);
	for (i = 0; i < STREAMS; i++)
		close_end(&child.ends[i]);
	if (error)
		kill(-child.pid, SIGKILL);
	while (waitpid(child.pid, &status, 0) < 0 && errno == EINTR)
		;
	*output = child.texts[OUT].chars ? child.texts[OUT].chars
					 : arena_copy(arena, "", 0);
	*size = child.texts[OUT].length;
	return judge(&child, error, status, process->argv[0], why);
}
