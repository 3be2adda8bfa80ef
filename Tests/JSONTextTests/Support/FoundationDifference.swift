import Foundation
import JSONText
import Testing

/// Foundation's two readers of JSON, each made to look at every value of a text.
enum FoundationReader: CaseIterable {
    case serialization
    case decoder

    func accepts(_ text: [UInt8]) -> Bool {
        switch self {
        case .serialization:
            (try? JSONSerialization.jsonObject(with: Data(text), options: .fragmentsAllowed)) != nil
        case .decoder:
            (try? JSONDecoder().decode(Everything.self, from: Data(text))) != nil
        }
    }

    /// Decodes whatever is there: `JSONDecoder` checks numbers and strings only where they are asked for.
    private struct Everything: Decodable {
        private struct Name: CodingKey {
            var stringValue: String
            var intValue: Int? { nil }

            init(stringValue: String) { self.stringValue = stringValue }
            init?(intValue: Int) { nil }
        }

        init(from decoder: any Decoder) throws {
            if let members = try? decoder.container(keyedBy: Name.self) {
                for name in members.allKeys { _ = try members.decode(Everything.self, forKey: name) }
            } else if var elements = try? decoder.unkeyedContainer() {
                while !elements.isAtEnd { _ = try elements.decode(Everything.self) }
            } else {
                let scalar = try decoder.singleValueContainer()
                if scalar.decodeNil() || (try? scalar.decode(Bool.self)) != nil { return }
                if (try? scalar.decode(String.self)) == nil { _ = try scalar.decode(Double.self) }
            }
        }
    }
}

/// A rule on which Foundation and RFC 8259, or Foundation and this reader, are known to disagree.
struct FoundationDifference: CustomTestStringConvertible, Sendable {
    /// What differs, and who is right.
    var reason: String
    /// Whether this reader is the one that accepts.
    var isAcceptedHere: Bool
    /// A text that shows it.
    var example: [UInt8]
    /// The readers of Foundation that differ.
    var readers: [FoundationReader] = FoundationReader.allCases
    /// Whether a text, with what this reader made of it, falls under the rule.
    var applies: @Sendable ([UInt8], Result<JSONValue, JSONError>) -> Bool

    var testDescription: String { reason }

    static let all: [FoundationDifference] = [
        FoundationDifference(
            reason: "Foundation skips a byte order mark; RFC 8259 §8.1 lets a parser refuse it",
            isAcceptedHere: false,
            example: [0xEF, 0xBB, 0xBF] + Array("{}".utf8)
        ) { _, result in result.reason == .byteOrderMark },
        FoundationDifference(
            reason: "Foundation guesses UTF-16 and UTF-32 from zero bytes; RFC 8259 §8.1 knows UTF-8 alone",
            isAcceptedHere: false,
            example: [0x7B, 0x00, 0x7D, 0x00]
        ) { text, result in text.prefix(4).contains(0) && result.reason != nil },
        FoundationDifference(
            reason: "Foundation takes a comma in front of a closing bracket; RFC 8259 §4 and §5 have none",
            isAcceptedHere: false,
            example: Array("[1 , ]".utf8)
        ) { text, _ in withoutTrailingCommas(text).map { (try? JSONValue(parsing: $0)) != nil } ?? false },
        FoundationDifference(
            reason: "Foundation refuses numbers that overflow a Double; here they are kept as their text",
            isAcceptedHere: true,
            example: Array("[1e400]".utf8)
        ) { _, result in result.tree?.holdsNumber { $0.double.isInfinite } ?? false },
        FoundationDifference(
            reason: "JSONDecoder refuses numbers that underflow a Double; here they are kept as their text",
            isAcceptedHere: true,
            example: Array("[1e-400]".utf8),
            readers: [.decoder]
        ) { _, result in
            result.tree?.holdsNumber { number in
                let digits = number.text.prefix { $0 != "e" && $0 != "E" }
                return number.double.magnitude < .leastNormalMagnitude && digits.contains { ("1"..."9").contains($0) }
            } ?? false
        },
        FoundationDifference(
            reason: "JSONDecoder refuses 0e1 to 0e9, though not 0e0, -0e1, 0e+1 or 0e10; RFC 8259 §6 has them all",
            isAcceptedHere: true,
            example: Array("[0e7]".utf8),
            readers: [.decoder]
        ) { _, result in
            result.tree?.holdsNumber { ($0.text.hasPrefix("0e") || $0.text.hasPrefix("0E")) && $0.text.count == 3 }
                ?? false
        },
    ]

    /// The text without every comma that this reader stumbles over because a bracket follows it; `nil` if there is none.
    private static func withoutTrailingCommas(_ text: [UInt8]) -> [UInt8]? {
        var text = text
        var isChanged = false
        while true {
            do {
                _ = try JSONValue(parsing: text)
                return isChanged ? text : nil
            } catch {
                guard error.reason == .unexpectedByte, text[error.offset] == 0x7D || text[error.offset] == 0x5D,
                    let comma = text[..<error.offset].lastIndex(where: { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }),
                    text[comma] == 0x2C
                else { return nil }
                text.remove(at: comma)
                isChanged = true
            }
        }
    }
}

extension Result<JSONValue, JSONError> {
    init(reading text: [UInt8]) {
        do { self = .success(try JSONValue(parsing: text)) } catch { self = .failure(error) }
    }

    var tree: JSONValue? { try? get() }

    var reason: JSONError.Reason? {
        guard case .failure(let error) = self else { return nil }
        return error.reason
    }
}

extension JSONValue {
    /// Whether any number in the tree is as described.
    func holdsNumber(where isSuch: (JSONNumber) -> Bool) -> Bool {
        switch self {
        case .number(let number): isSuch(number)
        case .array(let elements): elements.contains { $0.holdsNumber(where: isSuch) }
        case .object(let object): object.members.contains { $0.value.holdsNumber(where: isSuch) }
        default: false
        }
    }
}
