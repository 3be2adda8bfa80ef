/// How English a text is: the share of its words that are among the most common ones.
enum CommonWords {
    /// Words of three letters and more, and of two.
    struct Share {
        var common = 0
        var words = 0

        /// Whether enough words were common to call it English.
        var isEnglish: Bool { common >= 3 && common &* 4 >= words }
        /// Whether hardly any word was, though there are words.
        var isForeign: Bool { words >= 6 && common &* 12 < words }
    }

    /// A table of the words, by the first eight letters of each: small, open, without the cost of a good hash.
    private static let table: [UInt64] = {
        let words = """
            the and you your all are is to of in it for that this with not be me my do on can will what how tell show reveal \
            ignore system prompt rules instruct previous from now act password secret please answer forget any as at by have has \
            was were we our they them he she his her its but or if so no an about which who when would should could there their \
            been one two out up use new more some than then give write print send repeat above below before after without
            """
        var table = [UInt64](repeating: 0, count: slots)
        for word in words.split(separator: " ") {
            let key = word.utf8.prefix(8).reduce(0) { $0 &<< 8 | UInt64($1) }
            var slot = slot(of: key)
            while table[slot] != 0, table[slot] != key { slot = (slot &+ 1) % slots }
            table[slot] = key
        }
        return table
    }()

    /// Four times as many as words, so that a search ends soon.
    private static let slots = 512

    @inline(__always)
    private static func slot(of key: UInt64) -> Int {
        Int(truncatingIfNeeded: (key &* 0x9E37_79B9_7F4A_7C15) &>> 55)
    }

    @inline(__always)
    private static func contains(_ key: UInt64, in table: [UInt64]) -> Bool {
        var slot = slot(of: key)
        while table[slot] != 0 {
            if table[slot] == key { return true }
            slot = (slot &+ 1) % slots
        }
        return false
    }

    /// Whether a text has words and is not ``Share/isForeign``, as its beginning may tell already.
    static func areOrdinary(in text: Span<UInt8>) -> Bool {
        var share = Share()
        let table = Self.table
        var key: UInt64 = 0
        var length = 0
        for index in 0...text.count {
            let letter = index < text.count ? text[index] | 0x20 : 0x20
            if letter &- UInt8(ascii: "a") < 26 {
                if length < 8 { key = key &<< 8 | UInt64(letter) }
                length &+= 1
            } else if length > 0 {
                if length >= 2 {
                    share.words &+= 1
                    if contains(key, in: table) {
                        share.common &+= 1
                        // All that can follow are words of two letters.
                        if share.common &* 12 >= share.words &+ (text.count &- index) / 3 &+ 1 { return true }
                    }
                }
                key = 0
                length = 0
            }
        }
        return share.words > 0 && !share.isForeign
    }

    /// How letters are read.
    enum Reading {
        /// By another letter each: the place in the alphabet by the place in the alphabet.
        case mapped([UInt8])
        /// Each word from its end.
        case backwards
    }

    /// Counts the words that a text would have if its letters were read otherwise, which is not written down for it.
    static func share(of text: Span<UInt8>, _ reading: Reading) -> Share {
        switch reading {
        case .mapped(let letters):
            letters.withUnsafeBufferPointer { letters in
                count(text) { key, length, letter in
                    length < 8 ? key &<< 8 | UInt64(letters[Int(letter)] &+ UInt8(ascii: "a")) : key
                } ending: { key, _ in
                    key
                }
            }
        case .backwards:
            count(text) { key, _, letter in
                key &>> 8 | UInt64(letter &+ UInt8(ascii: "a")) &<< 56
            } ending: { key, length in
                length < 8 ? key &>> UInt64(64 &- 8 &* length) : key
            }
        }
    }

    @inline(__always)
    private static func count(
        _ text: Span<UInt8>,
        _ step: (_ key: UInt64, _ length: Int, _ letter: UInt8) -> UInt64,
        ending end: (_ key: UInt64, _ length: Int) -> UInt64
    ) -> Share {
        var share = Share()
        let table = Self.table
        var key: UInt64 = 0
        var length = 0
        for index in 0...text.count {
            let letter = (index < text.count ? text[index] | 0x20 : 0x20) &- UInt8(ascii: "a")
            if letter < 26 {
                key = step(key, length, letter)
                length &+= 1
            } else if length > 0 {
                if length >= 2 {
                    share.words &+= 1
                    if contains(end(key, length), in: table) { share.common &+= 1 }
                }
                key = 0
                length = 0
            }
        }
        return share
    }

    /// Counts the words of a text.
    static func share(of text: Span<UInt8>) -> Share {
        var share = Share()
        let table = Self.table
        var key: UInt64 = 0
        var length = 0
        for index in 0...text.count {
            let letter = index < text.count ? text[index] | 0x20 : 0x20
            if letter &- UInt8(ascii: "a") < 26 {
                if length < 8 { key = key &<< 8 | UInt64(letter) }
                length &+= 1
            } else {
                if length >= 2 {
                    share.words &+= 1
                    if contains(key, in: table) { share.common &+= 1 }
                }
                key = 0
                length = 0
            }
        }
        return share
    }
}
