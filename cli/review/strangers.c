#include "cli/review/strangers.h"

#include <stdlib.h>
#include <sys/socket.h>

struct stranger {
	struct stranger *older, *newer;
	struct MHD_Connection *c;
	bool listed;
};

static void take_out(strangers *s, struct stranger *one)
{
	if (!one->listed)
		return;
	*(one->older ? &one->older->newer : &s->oldest) = one->newer;
	*(one->newer ? &one->newer->older : &s->newest) = one->older;
	one->listed = false;
	s->n--;
}

static void begin(strangers *s, struct MHD_Connection *c, void **of)
{
	struct stranger *one = malloc(sizeof *one);
	if (!one)
		abort();
	*one = (struct stranger){ .older = s->newest, .c = c, .listed = true };
	*(s->newest ? &s->newest->newer : &s->oldest) = one;
	s->newest = one;
	s->n++;
	*of = one;
}

void strangers_notify(void *arg, struct MHD_Connection *c, void **of, enum MHD_ConnectionNotificationCode what)
{
	strangers *s = arg;
	if (what == MHD_CONNECTION_NOTIFY_STARTED) {
		begin(s, c, of);
	} else if (*of) {
		take_out(s, *of);
		free(*of);
		*of = NULL;
	}
}

void strangers_greet(strangers *s, struct MHD_Connection *c)
{
	const union MHD_ConnectionInfo *info = s->http->MHD_get_connection_info(c, MHD_CONNECTION_INFO_SOCKET_CONTEXT);
	if (info && info->socket_context)
		take_out(s, info->socket_context);
}

/* Its end is read by the daemon next, which then lets it go. */
static void hang_up(strangers *s, struct stranger *one)
{
	const union MHD_ConnectionInfo *info = s->http->MHD_get_connection_info(one->c, MHD_CONNECTION_INFO_CONNECTION_FD);
	if (info)
		shutdown(info->connect_fd, SHUT_RDWR);
	take_out(s, one);
}

void strangers_turn(strangers *s)
{
	while (s->n > STRANGERS_MOST)
		hang_up(s, s->oldest);
}
