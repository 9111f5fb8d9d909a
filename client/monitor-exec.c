/* SPDX-License-Identifier: MIT */
#include "monitor-exec.h"

#include <ctype.h>
#include <errno.h>
#include <spawn.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "text.h"

/* More variables than this are not made of one signal. */
#define VARIABLES_MAX 64

typedef struct Environment {
	char **items; /* NULL at the end; those before own are borrowed from environ */
	size_t n;
	size_t own;
} Environment;

static void environment_deinit(Environment *environment) {
	for (size_t i = environment->own; i < environment->n; i++)
		free(environment->items[i]);
	free(environment->items);
}

/* What this process was given, without what could be taken for ours. */
static int environment_init(Environment *ret) {
	size_t n = 0;

	while (environ[n])
		n++;
	ret->items = calloc(n + VARIABLES_MAX + 1, sizeof(*ret->items));
	if (!ret->items)
		return -ENOMEM;
	for (size_t i = 0; i < n; i++)
		if (strncmp(environ[i], "EOLD_", 5) != 0)
			ret->items[ret->n++] = environ[i];
	ret->own = ret->n;
	return 0;
}

/* DaysLeft becomes EOLD_DAYS_LEFT=; anything but letters and digits in a name is left out. */
static void append_name(StrBuf *buf, const char *key) {
	(void)strbuf_append_str(buf, "EOLD");
	for (const char *p = key; *p != '\0'; p++) {
		if (p == key || isupper((unsigned char)*p))
			(void)strbuf_append_byte(buf, '_');
		if (isascii((unsigned char)*p) && isalnum((unsigned char)*p))
			(void)strbuf_append_byte(buf, (char)toupper((unsigned char)*p));
	}
	(void)strbuf_append_byte(buf, '=');
}

static void append_value(StrBuf *buf, const json_t *value) {
	if (json_is_string(value))
		text_append_clean(buf, json_string_value(value), false);
	else if (json_is_integer(value))
		(void)strbuf_printf(buf, "%lld", (long long)json_integer_value(value));
	else if (json_is_boolean(value))
		(void)strbuf_append_str(buf, json_is_true(value) ? "true" : "false");
}

/* The plain values of an object; lists and objects do not fit a variable. */
static int environment_add(Environment *environment, const json_t *object) {
	const char *key;
	json_t *value;

	json_object_foreach((json_t *)object, key, value) {
		_cleanup_(strbuf_deinit) StrBuf text = STRBUF_INIT;

		if (environment->n - environment->own == VARIABLES_MAX)
			break;
		if (json_is_object(value) || json_is_array(value))
			continue;
		append_name(&text, key);
		append_value(&text, value);
		environment->items[environment->n] = strbuf_steal(&text);
		if (!environment->items[environment->n])
			return -ENOMEM;
		environment->n++;
	}
	return 0;
}

int monitor_exec(const char *command, const json_t *event) {
	_cleanup_(environment_deinit) Environment environment = { 0 };
	char *const arguments[] = { (char *)"sh", (char *)"-c", (char *)command, NULL };
	pid_t pid;
	int status, r = environment_init(&environment);

	if (r >= 0)
		r = environment_add(&environment, event);
	if (r >= 0)
		r = environment_add(&environment, json_object_get(event, "Details"));
	if (r < 0)
		return r;
	r = posix_spawn(&pid, "/bin/sh", NULL, NULL, arguments, environment.items);
	if (r != 0)
		return -r;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return -errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status);
}
