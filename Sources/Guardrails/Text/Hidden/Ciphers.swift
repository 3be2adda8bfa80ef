/// Letters that are shifted, reversed or written otherwise, undone.
enum Ciphers {
    /// Something that may have been done to a text.
    enum Cipher {
        /// Latin letters shifted by some places; 13 is rot13.
        case rotation(UInt8)
        /// Latin letters counted from the end of the alphabet.
        case atbash
        /// The characters in reverse.
        case reversal
        /// Each word in reverse, the words in their order.
        case wordReversal

        /// Undoes it.
        func undo(_ text: Span<UInt8>) -> [UInt8] {
            switch self {
            case .rotation(let places): Ciphers.rotated(text, by: places)
            case .atbash: Ciphers.atbash(text)
            case .reversal: Ciphers.reversed(text)
            case .wordReversal: Ciphers.reversedWords(text)
            }
        }

        /// The words that undoing it would give.
        func share(of text: Span<UInt8>) -> CommonWords.Share {
            switch self {
            case .rotation(let places): CommonWords.share(of: text, .mapped((0..<26).map { ($0 &+ places) % 26 }))
            case .atbash: CommonWords.share(of: text, .mapped((0..<26).map { 25 &- $0 }))
            case .reversal, .wordReversal:
                // Where half characters stand, the parts of words may come apart.
                Ciphers.holdsHalves(text)
                    ? CommonWords.share(of: undo(text).span) : CommonWords.share(of: text, .backwards)
            }
        }
    }

    /// Whether a byte that continues a character stands behind a letter or sign of ASCII.
    private static func holdsHalves(_ text: Span<UInt8>) -> Bool {
        var last: UInt8 = 0
        for index in text.indices {
            let byte = text[index]
            if byte & 0xC0 == 0x80, last < 0x80 { return true }
            last = byte
        }
        return false
    }

    /// Latin letters shifted by some places; 13 is rot13.
    static func rotated(_ text: Span<UInt8>, by places: UInt8) -> [UInt8] {
        map(text) { ($0 &+ places) % 26 }
    }

    /// Latin letters counted from the end of the alphabet.
    static func atbash(_ text: Span<UInt8>) -> [UInt8] { map(text) { 25 &- $0 } }

    private static func map(_ text: Span<UInt8>, _ transform: (UInt8) -> UInt8) -> [UInt8] {
        var mapped: [UInt8] = []
        mapped.reserveCapacity(text.count)
        for index in text.indices {
            let byte = text[index]
            let letter = (byte | 0x20) &- UInt8(ascii: "a")
            mapped.append(letter < 26 ? (byte & 0x20 | 0x41) &+ transform(letter) : byte)
        }
        return mapped
    }

    /// The characters in reverse.
    static func reversed(_ text: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var end = text.count
        while end > 0 {
            var start = end &- 1
            while start > 0, end &- start < 4, text[start] & 0xC0 == 0x80 { start &-= 1 }
            for index in start..<end { bytes.append(text[index]) }
            end = start
        }
        return bytes
    }

    /// Each word in reverse, the words in their order.
    static func reversedWords(_ text: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        var index = 0
        while index < text.count {
            var end = index
            while end < text.count, text[end] != 0x20, text[end] != 0x0A { end &+= 1 }
            bytes += reversed(text.extracting(index..<end))
            if end < text.count { bytes.append(text[end]) }
            index = end &+ 1
        }
        return bytes
    }

    /// Digits and signs in words read as the letters that they look like.
    static func leet(_ text: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.count)
        var index = 0
        while index < text.count {
            var end = index
            var letters = 0
            var others = 0
            while end < text.count, text[end] > 0x20, text[end] < 0x7F {
                if (text[end] | 0x20) &- UInt8(ascii: "a") < 26 {
                    letters &+= 1
                } else if leet(text[end]) != nil {
                    others &+= 1
                }
                end &+= 1
            }
            let isLeet = others > 0 && (letters > 0 || end &- index <= 3)
            for place in index..<end { bytes.append(isLeet ? leet(text[place]) ?? text[place] : text[place]) }
            if end == index {
                bytes.append(text[index])
                end &+= 1
            }
            index = end
        }
        return bytes
    }

    private static func leet(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0"): UInt8(ascii: "o")
        case UInt8(ascii: "1"), UInt8(ascii: "!"), UInt8(ascii: "|"): UInt8(ascii: "i")
        case UInt8(ascii: "3"): UInt8(ascii: "e")
        case UInt8(ascii: "4"), UInt8(ascii: "@"): UInt8(ascii: "a")
        case UInt8(ascii: "5"), UInt8(ascii: "$"): UInt8(ascii: "s")
        case UInt8(ascii: "7"), UInt8(ascii: "+"): UInt8(ascii: "t")
        case UInt8(ascii: "8"): UInt8(ascii: "b")
        case UInt8(ascii: "9"), UInt8(ascii: "6"): UInt8(ascii: "g")
        case UInt8(ascii: "2"): UInt8(ascii: "z")
        default: nil
        }
    }

    /// What Morse code says; `nil` where little of the text is Morse code.
    ///
    /// Dots and dashes count where nothing else stands beside them: a full stop is no letter.
    static func morse(_ text: Span<UInt8>) -> [UInt8]? {
        guard signs(in: text) >= leastLetters else { return nil }
        var bytes: [UInt8] = []
        var symbol: UInt8 = 1
        var isCode = true
        var letters = 0
        var kinds: UInt64 = 0
        for index in 0...text.count {
            let byte = index < text.count ? text[index] : 0x20
            switch byte {
            case UInt8(ascii: "."): symbol = symbol < 64 ? symbol &<< 1 : 255
            case UInt8(ascii: "-"), UInt8(ascii: "_"): symbol = symbol < 64 ? symbol &<< 1 | 1 : 255
            case 0x20, 0x0A, 0x0D, UInt8(ascii: "/"), UInt8(ascii: "|"):
                if isCode, let letter = morseLetters[symbol] {
                    bytes.append(letter)
                    letters &+= 1
                    kinds |= 1 &<< UInt64(letter & 63)
                }
                symbol = 1
                isCode = true
                let next = index &+ 1 < text.count ? text[index &+ 1] : 0
                if byte == UInt8(ascii: "/") || byte == UInt8(ascii: "|") || byte == 0x0A
                    || byte == 0x20 && next == 0x20,
                    bytes.last != 0x20
                {
                    bytes.append(0x20)
                }
            default: isCode = false
            }
        }
        // Bullets and dashes are letters too, always the same ones.
        return letters >= leastLetters && kinds.nonzeroBitCount >= 5 ? bytes : nil
    }

    /// Fewer letters are marks and bullets.
    private static let leastLetters = 6

    /// How many dots and dashes there are: every letter has one.
    private static func signs(in text: Span<UInt8>) -> Int {
        var signs = 0
        for index in text.indices {
            switch text[index] {
            case UInt8(ascii: "."), UInt8(ascii: "-"), UInt8(ascii: "_"): signs &+= 1
            default: break
            }
        }
        return signs
    }

    /// Letters by their dots (0) and dashes (1) behind a leading 1.
    private static let morseLetters: [UInt8: UInt8] = {
        let codes = [
            ".-", "-...", "-.-.", "-..", ".", "..-.", "--.", "....", "..", ".---", "-.-", ".-..", "--", "-.", "---",
            ".--.", "--.-", ".-.", "...", "-", "..-", "...-", ".--", "-..-", "-.--", "--..",
        ]
        let digits = ["-----", ".----", "..---", "...--", "....-", ".....", "-....", "--...", "---..", "----."]
        func key(_ code: String) -> UInt8 { code.utf8.reduce(1) { $0 &<< 1 | ($1 == UInt8(ascii: "-") ? 1 : 0) } }
        var letters: [UInt8: UInt8] = [:]
        for (index, code) in codes.enumerated() { letters[key(code)] = UInt8(ascii: "a") &+ UInt8(index) }
        for (index, code) in digits.enumerated() { letters[key(code)] = UInt8(ascii: "0") &+ UInt8(index) }
        return letters
    }()

    /// Braille letters (U+2801 and on) in Latin, grade 1; the rest stays.
    static func braille(_ text: Span<UInt8>) -> [UInt8]? {
        var bytes: [UInt8] = []
        var letters = 0
        var index = 0
        while index < text.count {
            let scalar = UTF8Scalar(text, at: index)
            if scalar.code &- 0x2800 < 0x100 {
                if let letter = brailleLetters.firstIndex(of: UInt8(truncatingIfNeeded: scalar.code & 0x3F)) {
                    bytes.append(letter == 26 ? 0x20 : UInt8(ascii: "a") &+ UInt8(truncatingIfNeeded: letter))
                    letters &+= 1
                }
            } else {
                for offset in 0..<scalar.length { bytes.append(text[index &+ offset]) }
            }
            index &+= scalar.length
        }
        return letters >= 4 ? bytes : nil
    }

    /// The dots of a to z and of the space.
    private static let brailleLetters: [UInt8] = [
        0x01, 0x03, 0x09, 0x19, 0x11, 0x0B, 0x1B, 0x13, 0x0A, 0x1A, 0x05, 0x07, 0x0D, 0x1D, 0x15, 0x0F, 0x1F, 0x17,
        0x0E,
        0x1E, 0x25, 0x27, 0x3A, 0x2D, 0x3D, 0x35, 0x00,
    ]
}
