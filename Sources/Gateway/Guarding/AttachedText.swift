import JSONText
import ModelAPI

/// A file in a request, as far as it is a text: as it stands, or in base64, where the object around it or a `data:` URL says so.
struct AttachedText {
    /// What the object around a file says of it.
    enum Source {
        /// The file stands there as text (Anthropic's documents of the type `text`).
        case plain
        /// It is a text in base64.
        case encoded
        /// It is something else, or nothing is said.
        case other

        /// - Parameter type: the object's own `type`.
        init(_ object: JSONObject, type: String?) {
            let media = (object["media_type"] ?? object["mimeType"] ?? object["mime_type"])?.string
            if type == "text" {
                self = .plain
            } else {
                self = media.map { AttachedText.isText($0.utf8) } ?? false ? .encoded : .other
            }
        }
    }

    /// The text.
    let text: [UInt8]
    /// What stands in front of it; `nil` where the text is not encoded.
    private let encodedBehind: String?

    /// - Parameter value: the file, as it is written.
    /// - Returns: `nil` for what is no text.
    init?(_ value: String, _ source: Source) {
        if let comma = value.utf8.firstIndex(of: UInt8(ascii: ",")), value.utf8.starts(with: "data:".utf8) {
            // RFC 2397 §3: data:[<mediatype>][;base64],<data>; without a type it is plain text.
            let head = value.utf8[..<comma].dropFirst(5)
            guard Self.isText(head) || head.isEmpty || head.first == UInt8(ascii: ";") else { return nil }
            let rest = value[value.utf8.index(after: comma)...]
            if String(head)?.hasSuffix(";base64") == true, let decoded = Base64.decode(String(rest)) {
                (text, encodedBehind) = (decoded, String(value[...comma]))
            } else {
                // Escaped by percents, which detectors undo.
                (text, encodedBehind) = (Array(value.utf8), nil)
            }
            return
        }
        guard source != .other else { return nil }
        if source == .encoded, let decoded = Base64.decode(value) {
            (text, encodedBehind) = (decoded, "")
        } else {
            // What is said to be a text and is no base64 can only be the text itself.
            (text, encodedBehind) = (Array(value.utf8), nil)
        }
    }

    /// Another text in the place of this one, as it is to be written.
    func written(_ other: String) -> String { encodedBehind.map { $0 + Base64.encode(other.utf8) } ?? other }

    /// Whether a media type is one of texts.
    private static func isText(_ type: some Sequence<UInt8>) -> Bool {
        let type = type.map { $0 | 0x20 }
        return type.starts(with: "text/".utf8) || type.starts(with: "application/json".utf8)
    }
}
