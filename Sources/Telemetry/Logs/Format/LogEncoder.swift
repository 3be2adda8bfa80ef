import JSONText
import Logging

/// Brings lines into the form that a sink's readers want. Lines come as JSON objects, as ``LineScribe`` writes them.
public struct LogEncoder: Sendable {
    private let format: LogFormat
    private let isColored: Bool

    /// - Parameter isColored: whether levels have colours, where lines are for people.
    public init(_ format: LogFormat, isColored: Bool = false) {
        self.format = format
        self.isColored = isColored
    }

    /// Whether another one writes the same lines.
    func writesLike(_ other: LogEncoder) -> Bool { format == other.format && isColored == other.isColored }

    /// - Parameter lines: JSON objects, each with the end of its line.
    func lines(_ lines: [UInt8]) -> [UInt8] {
        switch format {
        case .json: return lines
        case .human:
            var out: [UInt8] = []
            out.reserveCapacity(lines.count)
            for line in lines.split(separator: UInt8(ascii: "\n")) {
                writeText(Array(line), to: &out)
                out.append(UInt8(ascii: "\n"))
            }
            return out
        }
    }

    // MARK: - For people

    private func writeText(_ line: [UInt8], to out: inout [UInt8]) {
        guard var members = JSONMembers(0..<line.count, in: line.span) else { return }
        var position = 0
        while let member = members.next(line.span) {
            let value = line[member.value]
            // Every line begins with these four.
            switch position {
            case 0: out += inside(value)
            case 1: out += Array(" \(leading(String(decoding: inside(value), as: UTF8.self))) ".utf8)
            case 2:
                out += inside(value)
                out.append(UInt8(ascii: ":"))
            case 3:
                out.append(UInt8(ascii: " "))
                out += inside(value)
            default:
                out.append(UInt8(ascii: " "))
                out += line[member.name]
                out.append(UInt8(ascii: "="))
                out += isPlain(value) ? inside(value) : value
            }
            position += 1
        }
    }

    private func inside(_ literal: ArraySlice<UInt8>) -> ArraySlice<UInt8> { literal.dropFirst().dropLast() }

    /// Whether a value is a text that needs no quotes.
    private func isPlain(_ value: ArraySlice<UInt8>) -> Bool {
        guard value.first == UInt8(ascii: "\""), value.count > 2 else { return false }
        return !inside(value).contains { $0 == 0x20 || $0 == UInt8(ascii: "=") }
    }

    private func leading(_ level: String) -> String {
        let word = level.uppercased()
        let padded = word + String(repeating: " ", count: max(0, 8 - word.utf8.count))
        guard isColored else { return padded }
        let color =
            switch Logger.Level(rawValue: level) {
            case .trace, .debug: "2"
            case .info, .notice, nil: "36"
            case .warning: "33"
            case .error, .critical: "31"
            }
        return "\u{1B}[\(color)m\(padded)\u{1B}[0m"
    }
}
