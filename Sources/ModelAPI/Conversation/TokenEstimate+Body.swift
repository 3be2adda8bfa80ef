extension TokenEstimate {
    /// A longer run of characters without a space, a quote or a comma is no text: it is a picture or a file in base64.
    private static let longestWord = 512
    /// What the names and signs of the document around the texts make of its length, at most: a reservation may be a bit too
    /// high, and is corrected by what the provider counts.
    private static let blob = 1000

    /// The estimated tokens of a request that is only there as the bytes of its JSON body.
    ///
    /// One pass over the bytes, for the time before a request is let in: Latin text has about four bytes a token, a Chinese,
    /// Japanese or Korean character is about one, whether it stands there itself or as `\uXXXX`. A picture in base64 counts as
    /// one of middling size.
    public static func tokens(inBody body: Span<UInt8>) -> Int {
        var narrow = 0
        var wide = 0
        var blobs = 0
        var run = 0
        var index = 0
        while index < body.count {
            let byte = body[index]
            index &+= 1
            if byte >= 0x80 {
                endRun(&run, &narrow, &blobs)
                if byte >= 0xE0 {
                    wide &+= 1
                } else if byte >= 0xC0 {
                    narrow &+= 2
                }
            } else if isWordByte(byte) {
                run &+= 1
            } else {
                endRun(&run, &narrow, &blobs)
                if byte == UInt8(ascii: "\\"), index &+ 4 < body.count, body[index] == UInt8(ascii: "u") {
                    // Two or three bytes of UTF-8 by the number; all that is beyond Latin is taken for wide.
                    if body[index &+ 1] == UInt8(ascii: "0"), body[index &+ 2] < UInt8(ascii: "8") {
                        narrow &+= 1
                    } else {
                        wide &+= 1
                    }
                    index &+= 5
                } else {
                    narrow &+= 1
                    if byte == UInt8(ascii: "\""), namesMedia(body, at: index &- 1) { blobs &+= 1 }
                }
            }
        }
        endRun(&run, &narrow, &blobs)
        return (narrow &+ 3) / 4 &+ wide &+ blobs &* blob
    }

    /// Whether a string begins here that names a picture or a file kept elsewhere: a member called `…url` or `…uri` with an
    /// address, or a `file_id`.
    private static func namesMedia(_ body: Span<UInt8>, at quote: Int) -> Bool {
        guard quote &+ 4 < body.count,
            body[quote &+ 4] == UInt8(ascii: "p") || body[quote &+ 3] == UInt8(ascii: ":")
                || body[quote &+ 1] == UInt8(ascii: "f")
        else { return false }
        var end = quote &- 1
        while end > 0, body[end] == UInt8(ascii: " ") { end &-= 1 }
        guard end > 4, body[end] == UInt8(ascii: ":") else { return false }
        end &-= 1
        while end > 4, body[end] == UInt8(ascii: " ") { end &-= 1 }
        guard end > 3, body[end] == UInt8(ascii: "\"") else { return false }
        let letters = (body[end &- 3] | 0x20, body[end &- 2] | 0x20, body[end &- 1] | 0x20)
        if letters == (UInt8(ascii: "u"), UInt8(ascii: "r"), UInt8(ascii: "l"))
            || letters == (UInt8(ascii: "u"), UInt8(ascii: "r"), UInt8(ascii: "i"))
        {
            // "http…" or "gs:…".
            return body[quote &+ 1] == UInt8(ascii: "h") || body[quote &+ 1] == UInt8(ascii: "g")
        }
        return end > 7 && body[end &- 7] == UInt8(ascii: "f") && body[end &- 4] == UInt8(ascii: "e")
            && letters == (UInt8(ascii: "_") | 0x20, UInt8(ascii: "i"), UInt8(ascii: "d"))
    }

    /// The characters of base64.
    @inline(__always)
    private static func isWordByte(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"), UInt8(ascii: "="),
            UInt8(ascii: "-"), UInt8(ascii: "_"):
            true
        default: false
        }
    }

    @inline(__always)
    private static func endRun(_ run: inout Int, _ narrow: inout Int, _ blobs: inout Int) {
        if run > longestWord { blobs &+= 1 } else { narrow &+= run }
        run = 0
    }
}
