import Governance
import JSONText

/// Hides what must not leave the process in logs and traces: keys and tokens, values of authorization and cookie fields,
/// credentials in queries, e-mail addresses, numbers of cards, telephones and persons.
///
/// In the place of each stands `[masked:…]` with its kind. Pure: no I/O and no state. It runs beside requests, never on
/// their way. What it finds has a form; it does not find names, addresses or what is spelt out.
public struct TelemetryMask: Sendable {
    /// Hides everything it knows.
    public static let standard = TelemetryMask()

    private let patterns = PatternMasking(Set(BodyMask.allCases)) { "[masked:\($0.kind)]" }

    private init() {}

    /// The text without what must not leave.
    public func masked(_ text: String) -> String {
        let literal = literal(text)
        // What is written here is sound JSON: it cannot fail to be read.
        return (try? JSONValue(parsing: literal.span))?.string ?? "[masked:unreadable]"
    }

    /// The text as a JSON string with its quotes, without what must not leave.
    public func literal(_ text: String) -> [UInt8] {
        var text = text
        let hidden = text.withUTF8 { bytes in
            NamedSecrets.mayBeIn(bytes) ? NamedSecrets.hidden(in: Array(bytes)) : nil
        }
        if let hidden { text = String(decoding: hidden, as: UTF8.self) }
        var writer = JSONWriter(capacity: text.utf8.count + 16)
        writer.write(string: text)
        return Suspicion.isIn(text) ? patterns.masked(writer.bytes) : writer.bytes
    }
}

extension BodyMask {
    /// What the placeholder calls it.
    fileprivate var kind: String { self == .credentials ? "credential" : rawValue }
}
