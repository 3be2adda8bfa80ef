/// Tells a text from bytes that are none: decoding what was no encoding gives noise.
enum PlainText {
    /// Whether bytes may be something that a person wrote: UTF-8 of characters in use, without controls, most of them
    /// letters, digits or spaces. The last character may be cut.
    static func isPlausible(_ bytes: [UInt8]) -> Bool { isPlausible(bytes.span) }

    /// Whether bytes may be something that a person wrote.
    static func isPlausible(_ bytes: Span<UInt8>) -> Bool {
        var characters = 0
        var letters = 0
        var index = 0
        while index < bytes.count {
            let scalar = UTF8Scalar(bytes, at: index)
            guard scalar.isValid else {
                // Cut within a character: what is left is too short to be whole.
                let isCut = bytes[index] >= 0xC2 && bytes.count &- index < 4 && bytes.count > 8
                guard isCut else { return false }
                break
            }
            switch scalar.code {
            case 0x20, 0x30...0x39, 0x41...0x5A, 0x61...0x7A: letters &+= 1
            case 0x09, 0x0A, 0x0D, 0x21...0x7E: break
            case 0x00..<0xA0: return false
            default:
                guard isInUse(scalar.code) else { return false }
                letters &+= 1
            }
            characters &+= 1
            index &+= scalar.length
        }
        return characters > 0 && letters &* 10 >= characters &* 6
    }

    /// Whether bytes may be the beginning of a text in UTF-8 or UTF-16; a quick look.
    static func mayBegin(_ bytes: [UInt8]) -> Bool {
        isPlausible(bytes) || bytes.count { $0 == 0 } &* 3 >= bytes.count
    }

    /// Scripts and symbols of languages that the detectors read or that smuggle: others are noise more often than text.
    private static func isInUse(_ code: UInt32) -> Bool {
        switch code {
        case 0xA0...0x24F, 0x370...0x52F, 0x2000...0x27BF, 0x3000...0x30FF, 0x3200...0x33FF, 0x3400...0x9FFF,
            0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE00...0xFE0F, 0xFEFF, 0xFF00...0xFFEF, 0x1D400...0x1D7FF,
            0x1F100...0x1FAFF, 0x20000...0x323AF, 0xE0000...0xE01EF:
            true
        default: false
        }
    }
}
