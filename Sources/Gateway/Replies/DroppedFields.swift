import ModelAPI

/// The fields of a request that a provider cannot express (and of an answer that the caller's dialect cannot), as they stand in `x-kanmon-dropped` and in error messages.
///
/// Field names come from callers: there may be a hundred thousand of them, of any length, with any character. The list
/// is printable ASCII of bounded length, and a name never looks like two. No more are named than are shown.
struct DroppedFields: Hashable, Sendable {
    /// Behind so many bytes the rest is only counted.
    private static let maximumLength = 2048
    /// Of a single name no more than this is shown.
    private static let maximumNameLength = 128

    /// The first name as the caller wrote it.
    let first: String
    /// The names, separated by a comma and a space; bytes that are not visible ASCII, commas and percent signs are
    /// percent-encoded.
    let text: String

    /// Names fields in the caller's words; `nil` where there are none.
    /// - Parameters:
    ///   - lost: what a dialect's writer could not express.
    ///   - request: the request it was asked to write.
    ///   - dialect: the caller's dialect.
    init?(_ lost: [LostField], of request: ChatRequest, in dialect: any Dialect) {
        self.init(lost) { dialect.names(of: $0, in: request) }
    }

    /// Fields that have their names already; `nil` where there are none.
    init?(names: [String]) { self.init(names) { [$0] } }

    private init?<Field>(_ lost: [Field], names: (Field) -> [String]) {
        var first: String?
        var seen: Set<String> = []
        var out: [UInt8] = []
        for (index, field) in lost.enumerated() {
            if out.count >= Self.maximumLength {
                out += ", and \(lost.count - index) more".utf8
                break
            }
            for name in names(field) where seen.insert(name).inserted {
                if first == nil { first = name } else { out += ", ".utf8 }
                Self.append(name, to: &out)
            }
        }
        guard let first else { return nil }
        self.first = first
        text = String(decoding: out, as: UTF8.self)
    }

    /// What was shown of another request that was the same question.
    init(shown text: String) {
        first = text
        self.text = text
    }

    /// What was lost of a request and of its answer, as it stands in the header; `nil` where nothing was.
    /// - Parameter answer: names of the answer's fields.
    static func text(_ request: DroppedFields?, answer: [String]) -> String? {
        guard !answer.isEmpty else { return request?.text }
        var out = request.map { Array($0.text.utf8) } ?? []
        for (index, name) in answer.enumerated() {
            if out.count >= maximumLength {
                out += ", and \(answer.count - index) more".utf8
                break
            }
            if !out.isEmpty { out += ", ".utf8 }
            append(name, to: &out)
        }
        return String(decoding: out, as: UTF8.self)
    }

    /// The refusal of a call of which this would get lost.
    var refusal: APIError {
        APIError(
            .invalidRequest,
            "The model's provider cannot express: \(text). "
                + "Leave these out, or allow them to be dropped (x-kanmon-strict: false).",
            parameter: String(first.prefix(256))
        )
    }

    private static func append(_ name: String, to out: inout [UInt8]) {
        var shown = 0
        for byte in name.utf8 {
            if shown == maximumNameLength {
                out += "...".utf8
                break
            }
            append(byte, to: &out)
            shown += 1
        }
    }

    private static func append(_ byte: UInt8, to out: inout [UInt8]) {
        if byte > 0x20, byte < 0x7F, byte != UInt8(ascii: ","), byte != UInt8(ascii: "%") {
            out.append(byte)
            return
        }
        out.append(UInt8(ascii: "%"))
        for digit in [byte >> 4, byte & 15] {
            out.append(digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "A") + digit - 10)
        }
    }
}
