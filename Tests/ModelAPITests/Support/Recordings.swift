import Foundation
import JSONText
import Testing

/// Real answers of real providers, which lie beside the project; tests on them are skipped where the folder is missing.
///
/// Use: `@Test(.enabled(if: Recordings.areAvailable, Recordings.missing), arguments: …)`.
enum Recordings {
    /// How a dialect frames the payloads of its events.
    enum Framing {
        /// `data:` lines, `[DONE]` last.
        case openAI
        /// `event:` with the payload's `type`, then `data:`.
        case anthropic
        /// Bare `data:` lines.
        case gemini
    }

    /// `shared/recordings` beside the package.
    private static let directory = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent()  // Support
        .deletingLastPathComponent()  // ModelAPITests
        .deletingLastPathComponent()  // Tests
        .deletingLastPathComponent()  // the package
        .appendingPathComponent("../shared/recordings")
        .standardizedFileURL

    /// Whether the folder is there.
    static let areAvailable = FileManager.default.fileExists(atPath: directory.path)

    /// Why a test was skipped.
    static let missing: Comment = "no ../shared/recordings beside the package"

    /// A recording as it lies there.
    static func bytes(_ path: String) throws -> [UInt8] {
        [UInt8](try Data(contentsOf: directory.appendingPathComponent(path)))
    }

    /// What lies in a folder, as `folder/name`.
    static func paths(in folder: String) throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: directory.appendingPathComponent(folder).path)
            .map { "\(folder)/\($0)" }
    }

    /// A whole answer.
    static func json(_ path: String) throws -> JSONValue {
        try JSONValue(parsing: try bytes(path))
    }

    /// The payloads of a streamed answer (`*.chunks.txt`), without framing.
    static func payloads(_ path: String) throws -> [String] {
        String(decoding: try bytes(path), as: UTF8.self)
            .split(whereSeparator: \.isNewline)
            .map(String.init)
            .filter { !$0.isEmpty }
    }

    /// A streamed answer as it came over the wire: one element an event, `*.sse` as it lies there.
    static func events(_ path: String, framing: Framing) throws -> [[UInt8]] {
        if path.hasSuffix(".sse") {
            let text = String(decoding: try bytes(path), as: UTF8.self)
            return text.components(separatedBy: "\n\n")
                .map { $0.trimmingCharacters(in: .newlines) }
                .filter { !$0.isEmpty }
                .map { Array("\($0)\n\n".utf8) }
        }
        var events = try payloads(path).map { payload -> [UInt8] in
            switch framing {
            case .openAI, .gemini:
                return Array("data: \(payload)\n\n".utf8)
            case .anthropic:
                let type = try #require(try JSONValue(parsing: payload)["type"]?.string)
                return Array("event: \(type)\ndata: \(payload)\n\n".utf8)
            }
        }
        if case .openAI = framing { events.append(Array("data: [DONE]\n\n".utf8)) }
        return events
    }

    /// A streamed answer as it came over the wire.
    static func stream(_ path: String, framing: Framing) throws -> [UInt8] {
        try events(path, framing: framing).flatMap { $0 }
    }
}
