/// Words in which letters of two scripts pose as one.
enum MixedScripts {
    /// A word shorter than this is a unit or a formula (μm, Δt).
    private static let shortestWord = 4

    private enum Script {
        case latin
        case lookAlike
    }

    /// How many words mix Latin letters with Greek, Cyrillic, Armenian or Cherokee ones.
    static func words(in bytes: Span<UInt8>) -> Int {
        var words = 0
        var latin = 0
        var others = 0
        var index = 0
        while index <= bytes.count {
            let scalar = index < bytes.count ? UTF8Scalar(bytes, at: index) : nil
            switch scalar.flatMap({ script(of: $0.code) }) {
            case .latin: latin &+= 1
            case .lookAlike: others &+= 1
            case nil:
                if latin > 0, others > 0, latin &+ others >= shortestWord { words &+= 1 }
                latin = 0
                others = 0
            }
            index &+= scalar?.length ?? 1
        }
        return words
    }

    private static func script(of code: UInt32) -> Script? {
        switch code {
        case 0x41...0x5A, 0x61...0x7A, 0xC0...0x24F: .latin
        case 0x370...0x58F, 0x13A0...0x13FF: .lookAlike
        default: nil
        }
    }
}
