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
        var counts = BodyCounts()
        var index = 0
        while index < body.count {
            if index &+ 16 <= body.count, counts.takeSixteen(body, at: index) {
                index &+= 16
            } else {
                counts.takeOne(body, at: &index)
            }
        }
        return counts.tokens
    }

    /// What has been counted so far.
    private struct BodyCounts {
        private var narrow = 0
        private var wide = 0
        private var blobs = 0
        /// How many characters stand here without anything between them.
        private var run = 0

        var tokens: Int {
            var whole = self
            whole.endRun()
            return (whole.narrow &+ 3) / 4 &+ whole.wide &+ whole.blobs &* blob
        }

        /// Takes one character, or one byte of one.
        mutating func takeOne(_ body: Span<UInt8>, at index: inout Int) {
            let byte = body[index]
            index &+= 1
            if byte >= 0x80 {
                endRun()
                if byte >= 0xE0 {
                    wide &+= 1
                } else if byte >= 0xC0 {
                    narrow &+= 2
                }
            } else if isWordByte(byte) {
                run &+= 1
            } else {
                endRun()
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

        /// Takes sixteen bytes at once, if there is no escape among them.
        /// - Returns: whether they have been taken.
        mutating func takeSixteen(_ body: Span<UInt8>, at index: Int) -> Bool {
            // In bounds: the caller has looked.
            let lanes = unsafe body.bytes.unsafeLoadUnaligned(fromUncheckedByteOffset: index, as: SIMD16<UInt8>.self)
            if ByteMarks(lanes .== SIMD16(repeating: UInt8(ascii: "\\"))).isAny { return false }
            let quotes = ByteMarks(lanes .== SIMD16(repeating: UInt8(ascii: "\"")))
            if quotes.isAny {
                var rest = quotes
                while let position = rest.popFirst() {
                    if namesMedia(body, at: index &+ position) { blobs &+= 1 }
                }
            }
            let words = ByteMarks(wordLanes(lanes))
            if words.isEverywhere {
                run &+= 16
                return true
            }
            var others = 0
            let beyondASCII = ByteMarks(lanes .>= SIMD16(repeating: 0x80))
            if beyondASCII.isAny {
                let long = ByteMarks(lanes .>= SIMD16(repeating: 0xC0)).count
                let longer = ByteMarks(lanes .>= SIMD16(repeating: 0xE0)).count
                wide &+= longer
                narrow &+= 2 &* (long &- longer)
                others = beyondASCII.count
            }
            let first = words.leadingRun
            let last = words.trailingRun
            run &+= first
            endRun()
            // Words that begin and end here are none too long: each of their bytes counts as what stands between them.
            narrow &+= 16 &- first &- last &- others
            run = last
            return true
        }

        private mutating func endRun() {
            if run > longestWord { blobs &+= 1 } else { narrow &+= run }
            run = 0
        }
    }

    /// Which of sixteen bytes have a property.
    private struct ByteMarks {
        /// Eight bits a byte, all set or none, in the order of memory.
        private var low: UInt64
        private var high: UInt64

        @inline(__always)
        init(_ mask: SIMDMask<SIMD16<Int8>>) {
            let marks = unsafe unsafeBitCast(mask, to: SIMD2<UInt64>.self)
            low = UInt64(littleEndian: marks[0])
            high = UInt64(littleEndian: marks[1])
        }

        @inline(__always) var isAny: Bool { low | high != 0 }
        @inline(__always) var isEverywhere: Bool { low & high == .max }
        /// One bit of each byte, all eight summed up in the highest byte by one multiplication.
        @inline(__always) var count: Int {
            let ones: UInt64 = 0x0101_0101_0101_0101
            return Int(truncatingIfNeeded: (((low & ones) &+ (high & ones)) &* ones) &>> 56)
        }
        /// Takes out the first one that has it.
        @inline(__always)
        mutating func popFirst() -> Int? {
            if low != 0 {
                let position = low.trailingZeroBitCount &>> 3
                low &= ~(0xFF &<< UInt64(position &<< 3))
                return position
            }
            guard high != 0 else { return nil }
            let position = high.trailingZeroBitCount &>> 3
            high &= ~(0xFF &<< UInt64(position &<< 3))
            return 8 &+ position
        }
        /// How many have it before the first one that has not.
        @inline(__always) var leadingRun: Int {
            ~low != 0 ? (~low).trailingZeroBitCount &>> 3 : 8 &+ (~high).trailingZeroBitCount &>> 3
        }
        /// How many have it behind the last one that has not.
        @inline(__always) var trailingRun: Int {
            ~high != 0 ? (~high).leadingZeroBitCount &>> 3 : 8 &+ (~low).leadingZeroBitCount &>> 3
        }
    }

    /// ``isWordByte(_:)`` for sixteen bytes. Vectors are compared with vectors: with a scalar it would be a loop.
    @inline(__always)
    private static func wordLanes(_ lanes: SIMD16<UInt8>) -> SIMDMask<SIMD16<Int8>> {
        let letters = (lanes | SIMD16(repeating: 0x20)) &- SIMD16(repeating: UInt8(ascii: "a"))
        let digits = lanes &- SIMD16(repeating: UInt8(ascii: "0"))
        return (letters .< SIMD16(repeating: 26)) .| (digits .< SIMD16(repeating: 10))
            .| (lanes .== SIMD16(repeating: UInt8(ascii: "+"))) .| (lanes .== SIMD16(repeating: UInt8(ascii: "/")))
            .| (lanes .== SIMD16(repeating: UInt8(ascii: "="))) .| (lanes .== SIMD16(repeating: UInt8(ascii: "-")))
            .| (lanes .== SIMD16(repeating: UInt8(ascii: "_")))
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
}
