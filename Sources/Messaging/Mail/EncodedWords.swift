#if canImport(FoundationEssentials)
internal import FoundationEssentials
#else
internal import Foundation
#endif

/// Text in a header field beyond printable ASCII, as encoded words (RFC 2047 §2) in UTF-8 and base64.
enum EncodedWords {
    /// The most bytes of UTF-8 in one word: its base64 and what stands around it fit into 75 characters.
    private static let mostBytes = 45

    /// Writes text so that a field can carry it. Line breaks and other control characters become spaces: a field never ends
    /// before its text does.
    static func encode(_ text: String) -> String {
        let clean = String(String.UnicodeScalarView(text.unicodeScalars.map { $0.properties.isControl ? " " : $0 }))
        if clean.utf8.count <= 60, clean.utf8.allSatisfy({ (0x20...0x7E).contains($0) }), !clean.contains("=?") {
            return clean
        }
        var words: [String] = []
        var word: [UInt8] = []
        // Split between characters (RFC 2047 §5): each word is whole by itself.
        for character in clean.unicodeScalars {
            let bytes = Array(String(character).utf8)
            if word.count + bytes.count > mostBytes {
                words.append(encoded(word))
                word = []
            }
            word += bytes
        }
        if !word.isEmpty { words.append(encoded(word)) }
        return words.joined(separator: "\r\n ")
    }

    private static func encoded(_ bytes: [UInt8]) -> String { "=?UTF-8?B?\(Data(bytes).base64EncodedString())?=" }
}

extension Unicode.Scalar.Properties {
    /// Whether it is a control character, a line or a paragraph separator.
    fileprivate var isControl: Bool {
        switch generalCategory {
        case .control, .lineSeparator, .paragraphSeparator: true
        default: false
        }
    }
}
