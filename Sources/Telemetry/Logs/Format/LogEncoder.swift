import Logging

/// Writes records as lines. Everything that others have had a say in passes ``TelemetryMask``, and no text can end its line
/// or tell a terminal what to do.
public struct LogEncoder: Sendable {
    private let format: LogFormat
    private let isColored: Bool
    private let mask = TelemetryMask.standard

    /// - Parameter isColored: whether levels have colours, where lines are for people.
    public init(_ format: LogFormat, isColored: Bool = false) {
        self.format = format
        self.isColored = isColored
    }

    /// Whether another one writes the same lines.
    func writesLike(_ other: LogEncoder) -> Bool { format == other.format && isColored == other.isColored }

    /// A record as a line, with its end.
    public func line(_ record: LogRecord) -> [UInt8] { lines([record]) }

    /// Records as lines, each with its end.
    public func lines(_ records: [LogRecord]) -> [UInt8] {
        switch format {
        case .json:
            var scribe = LineScribe(mask, capacity: records.count * 1024)
            for record in records { scribe.append(record) }
            return scribe.out
        case .human:
            var out: [UInt8] = []
            for record in records {
                writeText(record, to: &out)
                out.append(UInt8(ascii: "\n"))
            }
            return out
        }
    }

    // MARK: - For people

    private func writeText(_ record: LogRecord, to out: inout [UInt8]) {
        out += Array(InstantText.text(record.time).utf8)
        out += Array(" \(leading(record.level)) \(record.module): ".utf8)
        writeShown(.text(record.message), isMessage: true, to: &out)
        for field in record.fields {
            out += Array(" \(field.name)=".utf8)
            writeShown(field.value, isMessage: false, to: &out)
        }
    }

    private func leading(_ level: Logger.Level) -> String {
        let word = level.rawValue.uppercased()
        let padded = word + String(repeating: " ", count: max(0, 8 - word.utf8.count))
        guard isColored else { return padded }
        let color =
            switch level {
            case .trace, .debug: "2"
            case .info, .notice: "36"
            case .warning: "33"
            case .error, .critical: "31"
            }
        return "\u{1B}[\(color)m\(padded)\u{1B}[0m"
    }

    private func writeShown(_ value: LogValue, isMessage: Bool, to out: inout [UInt8]) {
        switch value {
        case .text(let text):
            let literal = Self.safe(mask.literal(text))
            let inside = literal.dropFirst().dropLast()
            let isPlain = isMessage || (!inside.isEmpty && !inside.contains { $0 == 0x20 || $0 == UInt8(ascii: "=") })
            out += isPlain ? Array(inside) : literal
        case .word(let text): out += Array(text.utf8)
        default:
            var scribe = LineScribe(mask, capacity: 64)
            scribe.append(value)
            out += scribe.out
        }
    }

    // MARK: - Terminals

    /// A JSON string in which what JSON leaves as it is, but terminals obey or editors take for the end of a line, is escaped:
    /// the control characters above ASCII, separators of lines and paragraphs, and what turns the direction of a text.
    static func safe(_ literal: [UInt8]) -> [UInt8] {
        guard literal.contains(where: { $0 == 0x7F || $0 == 0xC2 || $0 == 0xE2 }) else { return literal }
        var out: [UInt8] = []
        for scalar in String(decoding: literal, as: UTF8.self).unicodeScalars {
            switch scalar.value {
            case 0x7F...0x9F, 0x2028...0x202E, 0x2066...0x2069:
                let digits = String(scalar.value, radix: 16)
                out += Array("\\u\(String(repeating: "0", count: 4 - digits.utf8.count))\(digits)".utf8)
            default: out += Array(String(scalar).utf8)
            }
        }
        return out
    }
}
