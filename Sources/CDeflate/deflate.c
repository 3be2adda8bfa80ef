#include "CDeflate.h"

#include <stdlib.h>
#include <zlib.h>

struct kanmon_gzip {
    z_stream stream;
};

kanmon_gzip *kanmon_gzip_begin(int level) {
    kanmon_gzip *made = calloc(1, sizeof *made);
    if (made == NULL) return NULL;
    // 16 above the window's 15 bits asks for gzip's head and end.
    if (deflateInit2(&made->stream, level, Z_DEFLATED, 15 + 16, 8, Z_DEFAULT_STRATEGY) == Z_OK) return made;
    free(made);
    return NULL;
}

_Bool kanmon_gzip_add(kanmon_gzip *stream, const uint8_t *bytes, uint32_t count, _Bool is_last, uint32_t *taken,
                      uint8_t *out, uint32_t room, uint32_t *produced) {
    z_stream *z = &stream->stream;
    z->next_in = (Bytef *)bytes;
    z->avail_in = count;
    z->next_out = out;
    z->avail_out = room;
    int result = deflate(z, is_last ? Z_FINISH : Z_NO_FLUSH);
    *taken = count - z->avail_in;
    *produced = room - z->avail_out;
    // Nothing to do is no failure.
    return result == Z_OK || result == Z_STREAM_END || result == Z_BUF_ERROR;
}

void kanmon_gzip_end(kanmon_gzip *stream) {
    deflateEnd(&stream->stream);
    free(stream);
}
