import ArgumentParser
import Guardrails
import JSONText

/// `kanmon guard speed`: how fast the built-in filters are on this machine.
struct GuardSpeedCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "speed",
        abstract: "Measure how fast texts are looked at on this machine, on one core.",
        discussion: """
            The texts are those of 'kanmon guard scan', or, without a file, business mail
            without anything to find. They are cut into pieces of about 1,000 characters:

              {"texts":…,"bytes":…,"normalize_mb_s":…,"candidates_mb_s":…,"scan_mb_s":…,"scan_p50_ms":…,"scan_p99_ms":…}

            'candidates' is the search for all patterns in normalised text; 'scan' is all
            of it, from the bytes that came to the findings; times are those of one piece.
            """
    )

    @Argument(help: "The file with the lines; - for standard input. Without it built-in texts are used.")
    var input: String?

    @Option(help: "How often each piece is looked at.")
    var rounds = 20

    func validate() throws {
        if !(1...10_000).contains(rounds) { throw ValidationError("--rounds: 1 to 10000") }
    }

    func run() async throws {
        let pieces = try pieces()
        guard !pieces.isEmpty else { throw CommandFailure("there are no texts") }
        let scanner = try Scanner(BuiltInDetectors.all())
        let scratch = try scanner.makeScratch()
        let normalizer = Normalizer()
        let normalized = pieces.map(normalizer.normalize)
        let clock = ContinuousClock()
        var normalizing = Duration.zero
        var searching = Duration.zero
        var scans: [Duration] = []
        // The first round warms up and is not counted.
        for round in 0...rounds {
            for (piece, text) in zip(pieces, normalized) {
                let first = clock.measure { _ = normalizer.normalize(piece) }
                let second = try clock.measure { _ = try scanner.countCandidates(in: text, using: scratch) }
                let third = try clock.measure {
                    _ = try scanner.scan(piece, context: ScanContext(), using: scratch)
                }
                guard round > 0 else { continue }
                normalizing += first
                searching += second
                scans.append(third)
            }
        }
        scans.sort()
        let bytes = pieces.reduce(0) { $0 + $1.count }
        func speed(_ duration: Duration) -> JSONValue {
            Self.rounded(Double(bytes * rounds) / 1e6 / (duration / .seconds(1)))
        }
        func time(_ share: Double) -> JSONValue {
            Self.rounded(scans[min(scans.count - 1, Int(Double(scans.count) * share))] / .milliseconds(1))
        }
        let report: JSONObject = [
            "texts": .number(JSONNumber(pieces.count)), "bytes": .number(JSONNumber(bytes)),
            "normalize_mb_s": speed(normalizing), "candidates_mb_s": speed(searching),
            "scan_mb_s": speed(scans.reduce(.zero, +)), "scan_p50_ms": time(0.5), "scan_p99_ms": time(0.99),
        ]
        Terminal.write(JSONValue.object(report).text)
    }

    private static func rounded(_ value: Double) -> JSONValue {
        JSONNumber((value * 10_000).rounded() / 10_000).map(JSONValue.number) ?? .null
    }

    /// The texts in pieces of about a thousand characters.
    private func pieces() throws -> [[UInt8]] {
        var pieces: [[UInt8]] = []
        var piece = ""
        func add(_ text: String) {
            piece += text
            while piece.unicodeScalars.count >= Self.pieceLength {
                let head = String(String.UnicodeScalarView(piece.unicodeScalars.prefix(Self.pieceLength)))
                pieces.append(Array(head.utf8))
                piece = String(String.UnicodeScalarView(piece.unicodeScalars.dropFirst(Self.pieceLength)))
            }
        }
        guard let input else {
            for _ in 0..<40 { for sentence in Self.sentences { add(sentence) } }
            return pieces
        }
        guard var reader = LineReader(path: input == "-" ? nil : input, limit: TriedTexts.longest) else {
            throw CommandFailure("\(input): cannot read the file")
        }
        var number = 0
        while let line = reader.next() {
            number += 1
            do throws(TriedTexts.Problem) {
                for text in try TriedTexts(line).texts { add(String(decoding: text.bytes, as: UTF8.self) + "\n") }
            } catch {
                throw CommandFailure("line \(number): \(error.message)")
            }
        }
        return pieces.isEmpty && !piece.isEmpty ? [Array(piece.utf8)] : pieces
    }

    private static let pieceLength = 1000

    private static let sentences = [
        "お世話になっております。先日ご相談いただいた件につきまして、社内で検討した結果をご報告いたします。\n",
        "次回の打ち合わせでは、来期の計画と予算の見直しを中心に議論したいと考えております。\n",
        "資料は共有フォルダーに置きましたので、事前にご確認のほどよろしくお願いいたします。\n",
        "Please find the minutes of our last meeting attached, and let me know whether the schedule works for you.\n",
        "新しいシステムへの移行は順調に進んでおり、現時点で大きな問題は報告されていません。\n",
    ]
}
