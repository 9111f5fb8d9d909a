#include "announcements.h"
#include <errno.h>
struct Announcements {
	Problems p;
};
int announcements_open(const char *d, uint64_t n, Announcements **ret) {
	*ret = calloc(1, sizeof(**ret));
	return 0;
}
Announcements *announcements_free(Announcements *a) {
	free(a);
	return NULL;
}
ssize_t announcements_turn(Announcements *a, const Snapshot *s) {
	return 0;
}
const LifecycleEvent *announcements_next(const Announcements *a) {
	return NULL;
}
size_t announcements_n_waiting(const Announcements *a) {
	return 0;
}
void announcements_sent(Announcements *a) {
}
const Problems *announcements_problems(const Announcements *a) {
	return &a->p;
}
unsigned announcements_problems_revision(const Announcements *a) {
	return 0;
}
const char *event_kind_name(EventKind k) {
	return "";
}
const char *event_subject(const LifecycleEvent *e) {
	return "";
}
