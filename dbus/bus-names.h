/* SPDX-License-Identifier: MIT */
#pragma once
/*
 * bus-names - the one place where a name on the bus is spelt. Room: dbus (agreed by both ends).
 */

#define EOLD_BUS_NAME "org.eold.lifecycle1"

#define EOLD_PATH_MANAGER "/org/eold/lifecycle1"
#define EOLD_PATH_HOST "/org/eold/lifecycle1/host"
#define EOLD_PATH_PRODUCTS "/org/eold/lifecycle1/product"
#define EOLD_PATH_RELEASES "/org/eold/lifecycle1/release"
/* Where no object is meant. */
#define EOLD_PATH_NONE "/"

#define EOLD_INTERFACE_MANAGER "org.eold.lifecycle1.Manager"
#define EOLD_INTERFACE_PRODUCT "org.eold.lifecycle1.Product"
#define EOLD_INTERFACE_RELEASE "org.eold.lifecycle1.Release"
#define EOLD_INTERFACE_HOST "org.eold.lifecycle1.Host"

#define EOLD_ERROR_NO_SUCH_PRODUCT "org.eold.lifecycle1.Error.NoSuchProduct"
#define EOLD_ERROR_NO_SUCH_RELEASE "org.eold.lifecycle1.Error.NoSuchRelease"
#define EOLD_ERROR_NO_SUCH_IDENTIFIER "org.eold.lifecycle1.Error.NoSuchIdentifier"
#define EOLD_ERROR_INVALID_DATE "org.eold.lifecycle1.Error.InvalidDate"
#define EOLD_ERROR_RELOAD_FAILED "org.eold.lifecycle1.Error.ReloadFailed"

/* The polkit action that Reload needs. */
#define EOLD_ACTION_RELOAD "org.eold.lifecycle1.reload"

/* What a stock bus carries: an answer past this, or an argument array longer than that, is refused
 * with LimitsExceeded, because the bus would rather drop the service than the message. */
#define EOLD_MAX_ANSWER_BYTES (24u * 1024u * 1024u)
#define EOLD_MAX_ARGUMENT_ENTRIES 10000u

/* DaysLeft where there is no number: no end known; ended, nobody knows when. */
#define EOLD_DAYS_LEFT_NO_END INT32_MAX
#define EOLD_DAYS_LEFT_ENDED INT32_MIN

/* ListTransitions: only tracked releases. */
#define EOLD_TRANSITIONS_TRACKED UINT64_C(1)
