/// What the shape of a text tells, whatever it says: long runs of turns that somebody wrote beforehand, an ending that no
/// language knows.
struct InjectionShape: Sendable, Hashable {
    /// How many turns of a dialogue the text contains: lines that begin with a speaker's label.
    private(set) var turns = 0
    /// How many of these belong to the model.
    private(set) var modelTurns = 0
    /// The share of words in the text's last part that no writer joins that way, 0 to 1.
    private(set) var noise = 0.0
    /// How many words that share was taken from.
    private(set) var noiseWords = 0

    private static let userLabels = ["user", "human", "ゆーざー", "利用者", "人間"].map { Array($0.utf8) }
    private static let modelLabels = ["assistant", "ai", "model", "chatgpt", "あしすたんと", "もでる"].map { Array($0.utf8) }

    /// Looks at a text.
    /// - Parameter folded: UTF-8 of the folded text.
    init(_ folded: [UInt8]) {
        folded.withUnsafeBufferPointer { bytes in
            countTurns(bytes)
            measureNoise(bytes)
        }
    }

    private mutating func countTurns(_ bytes: UnsafeBufferPointer<UInt8>) {
        var lineStart = 0
        while lineStart < bytes.count {
            var start = lineStart
            while start < bytes.count, InjectionShape.isLead(bytes[start]) { start += 1 }
            if let isModel = InjectionShape.speaker(bytes, at: start) {
                turns += 1
                if isModel { modelTurns += 1 }
            }
            while lineStart < bytes.count, bytes[lineStart] != 0x0A { lineStart &+= 1 }
            lineStart += 1
        }
    }

    /// What may stand in front of a speaker's label: a space, `[`, `<`, `#`, `(`, `-`.
    private static func isLead(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x5B, 0x3C, 0x23, 0x28, 0x2D: true
        default: false
        }
    }

    /// What may stand between a speaker's label and its colon: a space, `]`, `>`, `)`, digits.
    private static func isTail(_ byte: UInt8) -> Bool {
        switch byte {
        case 0x20, 0x5D, 0x3E, 0x29, 0x30...0x39: true
        default: false
        }
    }

    /// Whether a line begins with a speaker's label, and whether the speaker is the model.
    private static func speaker(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool? {
        // Most lines begin with another letter than any label.
        guard start < bytes.count, beginnings.contains(bytes[start]) else { return nil }
        for (labels, isModel) in [(userLabels, false), (modelLabels, true)] {
            for label in labels where start + label.count < bytes.count {
                guard bytes[start..<start + label.count].elementsEqual(label) else { continue }
                var end = start + label.count
                while end < bytes.count, isTail(bytes[end]) { end += 1 }
                if end < bytes.count, bytes[end] == 0x3A { return isModel }
            }
        }
        return nil
    }

    private static let beginnings = Set((userLabels + modelLabels).compactMap(\.first))

    /// Suffixes that optimisers find have punctuation inside of words and brackets that close nothing: `oppositeley.](Me`.
    private mutating func measureNoise(_ bytes: UnsafeBufferPointer<UInt8>) {
        var odd = 0
        var words = 0
        var start = max(0, bytes.count - 240)
        for end in start...bytes.count
        where end == bytes.count || bytes[end] == 0x20 || bytes[end] == 0x0A {
            if end &- start > 1 {
                words += 1
                if InjectionShape.isOdd(bytes[start..<end]) { odd += 1 }
            }
            start = end &+ 1
        }
        noiseWords = words
        noise = words == 0 ? 0 : Double(odd) / Double(words)
    }

    /// Whether a word has letters, then two or more different marks, then letters again, and is no address and no path.
    private static func isOdd(_ word: Slice<UnsafeBufferPointer<UInt8>>) -> Bool {
        var runs = 0
        var marks = 0
        var last: UInt8 = 0
        var hadLetter = false
        var isAddress = false
        for byte in word {
            let isLetter = byte &- 0x61 < 26 || byte >= 0x80
            if isLetter {
                if hadLetter, marks >= 2 { runs += 1 }
                hadLetter = true
                marks = 0
            } else if byte &- 0x30 >= 10, byte != 0x27, byte != last || byte == 0x2D {
                marks += 1
            }
            if byte == 0x2F || byte == 0x40 || byte == 0x3D || byte == 0x5F || byte == 0x26 { isAddress = true }
            last = byte
        }
        return runs > 0 && !isAddress
    }
}
