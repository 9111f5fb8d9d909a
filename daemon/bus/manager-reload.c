/* SPDX-License-Identifier: MIT */
/*
 * Reload, and who may. Root and the daemon's own user may; everybody else is asked for through
 * polkit. Both questions go over the bus without waiting: nobody else's call stands still, however
 * long a person takes to type a password.
 */
#include "bus-internal.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "arguments.h"

enum { AUTHORIZING_MAX = 256 };
#define POLKIT_TIMEOUT_USEC (UINT64_C(5) * 60 * 1000000)

/* A call on its way through authorisation. The connection owns it, by the slot of the question
 * that is under way. */
typedef struct Authorization {
	Bus *bus;
	sd_bus_message *call;
} Authorization;

static void authorization_free(void *userdata) {
	Authorization *authorization = userdata;

	authorization->bus->n_authorizing--;
	sd_bus_message_unref(authorization->call);
	free(authorization);
}

static int deny(const Authorization *authorization, const char *name, const char *message) {
	return sd_bus_reply_method_errorf(authorization->call, name, "%s", message);
}

static int allow(const Authorization *authorization) {
	const BusHooks *hooks = &authorization->bus->hooks;

	hooks->reload(authorization->call, hooks->userdata);
	return 0;
}

static int on_polkit(sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	const Authorization *authorization = userdata;
	int is_authorized, is_challenge;

	if (sd_bus_message_is_method_error(reply, NULL) ||
		sd_bus_message_enter_container(reply, SD_BUS_TYPE_STRUCT, "bba{ss}") < 0 ||
		sd_bus_message_read(reply, "bb", &is_authorized, &is_challenge) < 0)
		return deny(authorization, SD_BUS_ERROR_ACCESS_DENIED,
			"Reload is for administrators, and polkit cannot be asked.");
	if (is_authorized)
		return allow(authorization);
	if (is_challenge)
		return deny(authorization, SD_BUS_ERROR_INTERACTIVE_AUTHORIZATION_REQUIRED,
			"Reload needs interactive authorization.");
	return deny(authorization, SD_BUS_ERROR_ACCESS_DENIED, "Reload is for administrators.");
}

static int append_polkit_question(sd_bus_message *question, const Authorization *authorization) {
	int interactive = sd_bus_message_get_allow_interactive_authorization(authorization->call);
	int r = sd_bus_message_append(question, "(sa{sv})s", "system-bus-name", 1, "name", "s",
		sd_bus_message_get_sender(authorization->call), EOLD_ACTION_RELOAD);

	/* no details, and a person may be asked if the caller said so */
	if (r >= 0)
		r = sd_bus_message_append(question, "a{ss}us", 0, interactive > 0 ? 1 : 0, "");
	return r;
}

/* Hands the authorization over to the connection along with a question. */
static int ask(sd_bus *connection, sd_bus_message *question, sd_bus_message_handler_t handler,
	Authorization *authorization, uint64_t timeout_usec) {
	sd_bus_slot *slot = NULL;
	int r = sd_bus_call_async(
		connection, &slot, question, handler, authorization, timeout_usec);

	if (r < 0)
		return r;
	(void)sd_bus_slot_set_destroy_callback(slot, authorization_free);
	(void)sd_bus_slot_set_floating(slot, true);
	sd_bus_slot_unref(slot);
	return 0;
}

/* A copy for the next question: each question's slot owns its own. */
static Authorization *authorization_new(Bus *bus, sd_bus_message *call) {
	Authorization *authorization = calloc(1, sizeof(Authorization));

	if (!authorization)
		return NULL;
	bus->n_authorizing++;
	*authorization = (Authorization){ .bus = bus, .call = sd_bus_message_ref(call) };
	return authorization;
}

static int ask_polkit(const Authorization *previous) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *question = NULL;
	sd_bus *connection = previous->bus->connection;
	Authorization *authorization;
	int r = sd_bus_message_new_method_call(connection, &question, "org.freedesktop.PolicyKit1",
		"/org/freedesktop/PolicyKit1/Authority", "org.freedesktop.PolicyKit1.Authority",
		"CheckAuthorization");

	if (r >= 0)
		r = append_polkit_question(question, previous);
	if (r < 0)
		return r;
	authorization = authorization_new(previous->bus, previous->call);
	if (!authorization)
		return -ENOMEM;
	r = ask(connection, question, on_polkit, authorization, POLKIT_TIMEOUT_USEC);
	if (r < 0)
		authorization_free(authorization);
	return r;
}

static int on_user(sd_bus_message *reply, void *userdata, sd_bus_error *error) {
	const Authorization *authorization = userdata;
	uint32_t uid;
	int r;

	if (sd_bus_message_is_method_error(reply, NULL) ||
		sd_bus_message_read(reply, "u", &uid) < 0)
		return deny(authorization, SD_BUS_ERROR_ACCESS_DENIED,
			"Reload is for administrators, and the caller is not known.");
	if (uid == 0 || uid == geteuid())
		return allow(authorization);
	r = ask_polkit(authorization);
	return r < 0 ? sd_bus_reply_method_errno(authorization->call, r, NULL) : 0;
}

static int ask_user(Bus *self, sd_bus_message *call) {
	_cleanup_(sd_bus_message_unrefp) sd_bus_message *question = NULL;
	Authorization *authorization;
	int r = sd_bus_message_new_method_call(self->connection, &question, "org.freedesktop.DBus",
		"/org/freedesktop/DBus", "org.freedesktop.DBus", "GetConnectionUnixUser");

	if (r >= 0)
		r = sd_bus_message_append(question, "s", sd_bus_message_get_sender(call));
	if (r < 0)
		return r;
	authorization = authorization_new(self, call);
	if (!authorization)
		return -ENOMEM;
	r = ask(self->connection, question, on_user, authorization, 0);
	if (r < 0)
		authorization_free(authorization);
	return r;
}

int method_reload(sd_bus_message *call, void *userdata, sd_bus_error *error) {
	Bus *self = userdata;
	int r = read_flags(call, 0, NULL, error);

	if (r < 0)
		return r;
	/* without a bus between there is nobody to ask, and who holds the other end is our maker */
	if (!sd_bus_message_get_sender(call)) {
		self->hooks.reload(call, self->hooks.userdata);
		return 1;
	}
	if (self->n_authorizing >= AUTHORIZING_MAX)
		return error_limits(error, "Too many reloads wait for authorization.");
	r = ask_user(self, call);
	return r < 0 ? r : 1;
}

int bus_reply_reload(sd_bus_message *call, int r) {
	if (r == -ENOENT)
		return sd_bus_reply_method_errorf(call, EOLD_ERROR_RELOAD_FAILED,
			"No directory of products could be read; what was served is served on.");
	return r < 0 ? sd_bus_reply_method_errno(call, r, NULL)
		     : sd_bus_reply_method_return(call, "");
}
