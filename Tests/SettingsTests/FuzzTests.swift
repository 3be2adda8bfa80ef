import Settings
import Testing

/// Nothing that a file can hold may bring the process down.
@Suite("Damaged documents")
struct FuzzTests {
    /// A small generator with a fixed seed (SplitMix64), so that a failure can be repeated.
    struct Generator: RandomNumberGenerator {
        var state: UInt64

        mutating func next() -> UInt64 {
            state &+= 0x9E37_79B9_7F4A_7C15
            var value = state
            value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
            value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
            return value ^ (value >> 31)
        }
    }

    static let fragments: [String] = [
        "{", "}", "[", "]", ":", ": ", ",", "- ", "? ", "&a ", "*a", "<<: ", "!!str ", "!", "|\n", ">\n", "\"", "'",
        "\n",
        "\t", "  ", "#", "---\n", "...\n", "%YAML 1.2\n", "${", "$${", "}", "file:", "\u{0}", "\u{FEFF}", "\u{85}",
        "\u{2028}", "\u{F0000}", "\\", "\\u0041", "\\ud800", "é", "😀", "version", "1", "1e999", "0x", "null", "~",
    ]

    @Test("end in a configuration or in problems, never in a trap", arguments: Repository.examples)
    func damaged(name: String) throws {
        let original = Array(try Repository.text("examples/\(name)").utf8)
        var generator = Generator(state: UInt64(original.count))
        for _ in 0..<300 {
            var bytes = original
            for _ in 0..<Int.random(in: 1...6, using: &generator) {
                let place = Int.random(in: 0...bytes.count, using: &generator)
                switch Int.random(in: 0..<5, using: &generator) {
                case 0: bytes.insert(UInt8.random(in: .min ... .max, using: &generator), at: place)
                case 1: bytes.removeSubrange(place..<min(place + 12, bytes.count))
                case 2:
                    let end = Int.random(in: place...min(place + 60, bytes.count), using: &generator)
                    bytes.insert(contentsOf: Array(bytes[place..<end]), at: place)
                default:
                    bytes.insert(contentsOf: (Self.fragments.randomElement(using: &generator) ?? "").utf8, at: place)
                }
            }
            load(bytes, name: name)
            // The same bytes through the other reader.
            load(bytes, name: name.hasSuffix(".json") ? "a.yaml" : "a.json")
        }
    }

    @Test("of nothing but syntax end in problems", arguments: 0..<20)
    func soup(seed: UInt64) {
        var generator = Generator(state: seed)
        for _ in 0..<100 {
            let count = Int.random(in: 0...40, using: &generator)
            let text = (0..<count).compactMap { _ in Self.fragments.randomElement(using: &generator) }.joined()
            load(Array(text.utf8), name: "a.yaml")
            load(Array(text.utf8), name: "a.json")
        }
    }

    private func load(_ bytes: [UInt8], name: String) {
        let nothing = FileReader { _, _ throws(FileReader.Failure) in throw FileReader.Failure("no files here") }
        do throws(ConfigurationErrors) {
            _ = try ConfigurationLoader.load(bytes: bytes, name: name, environment: ["A": "b"], files: nothing)
        } catch {
            #expect(!error.problems.isEmpty)
            for problem in error.problems {
                #expect(!problem.message.isEmpty)
                let isOneLine = !problem.description.unicodeScalars.contains { $0.value < 0x20 }
                #expect(isOneLine, "\(problem)")
            }
        }
    }
}
