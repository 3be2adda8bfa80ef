import ArgumentParser
import Caching
import JSONText
import Settings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `kanmon cache judge`: pairs of questions in, judgements out, a line each.
struct CacheJudgeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Judge whether pairs of questions ask the same: JSON lines in, JSON lines out.",
        discussion: """
            Each line is an object with two texts and any id:

              {"id":1,"a":"How do I reset my password?","b":"password reset steps"}

            and is answered, in order, with the score of the embedder, the level
            (1 equal, 2 high confidence, 3 broad, null for none), whether the answer to one
            may serve the other, and why:

              {"id":1,"score":0.9713,"level":2,"same":true,"reason":"high: the same words"}

            Without --config the embedder is the built-in one. With it the embedder, the thresholds
            and the verifier are those of 'cache.semantic'; options given beside it count. An
            embedding model is asked through the running gateway (--url), with the key in
            $\(GatewayEmbeddings.keyVariable).

            A line that cannot be read is named on standard error; the others go on.

            Exit codes: 0 all lines were answered, 1 some had errors, 2 wrong usage.
            """
    )

    @Argument(help: "The file with the lines; - for standard input.")
    var input = "-"

    @Option(help: ArgumentHelp("The configuration whose 'cache.semantic' counts.", valueName: "file"))
    var config: String?

    @Option(help: ArgumentHelp("The public model whose thresholds count.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("The team whose thresholds count.", valueName: "name"))
    var team: String?

    @Option(help: ArgumentHelp("The path whose thresholds count.", valueName: "path"))
    var path = "/v1/chat/completions"

    @Option(
        help: ArgumentHelp(
            "The gateway that is asked for vectors. (default: $\(AdminOptions.urlVariable), or \(GatewayEmbeddings.standardURL))",
            valueName: "url"
        )
    )
    var url: String?

    @Option(help: ArgumentHelp("The least score of a broad hit, 0 to 1.", valueName: "score"))
    var threshold: Double?

    @Option(help: ArgumentHelp("The least score of a hit of high confidence, 0 to 1.", valueName: "score"))
    var high: Double?

    @Option(help: ArgumentHelp("The least sure level that counts as the same: 1, 2 or 3.", valueName: "level"))
    var level: Int?

    @Flag(inversion: .prefixedNo, help: "Whether the verifier compares numbers, names, negation and words.")
    var verifier = true

    func validate() throws {
        for (name, score) in [("threshold", threshold), ("high", high)] {
            if let score, !(0...1).contains(score) { throw ValidationError("--\(name): a score is 0 to 1") }
        }
        if let level, SemanticLevel(rawValue: level) == nil { throw ValidationError("--level: 1, 2 or 3") }
        if config == nil, model != nil || team != nil || url != nil {
            throw ValidationError("--model, --team and --url go with --config")
        }
    }

    func run() async throws {
        let configuration = try configuration()
        let policy = configuration.map {
            $0.cache.policies.semantic.policy(path: path, model: model ?? "", team: team)
        }
        let judge = SemanticJudge(
            thresholds: thresholds(policy?.thresholds ?? .builtin),
            verifier: verifier ? Verifier(strictness: policy?.strictness ?? .words) : nil
        )
        let lines = JudgeLines(judge: judge)
        guard var reader = LineReader(path: input == "-" ? nil : input, limit: JudgeLines.maximumLine) else {
            throw CommandFailure("\(input): cannot read the file")
        }
        let failures: Int
        if let settings = configuration?.cache.semantic, case .model(let name) = settings.embedder {
            let embeddings = GatewayEmbeddings(url: url, model: name, dimensions: settings.dimensions)
            failures = try await answer(&reader, lines, embeddings)
        } else {
            failures = answer(&reader, lines)
        }
        if reader.hasFailed { throw CommandFailure("\(input): reading ended with an error") }
        if failures > 0 { throw CommandFailure("\(failures) \(failures == 1 ? "line has" : "lines have") errors") }
    }

    /// Answers lines as they come.
    /// - Returns: how many have errors.
    private func answer(_ reader: inout LineReader, _ lines: JudgeLines) -> Int {
        var number = 0
        var failures = 0
        while let line = reader.next() {
            number += 1
            do throws(JudgeLineError) {
                if let answer = try lines.answer(line) { Terminal.write(JSONValue.object(answer).text) }
            } catch {
                failures += 1
                Terminal.writeError("line \(number): \(error.message)")
            }
        }
        return failures
    }

    /// Answers lines, some at a time, so that the embedding model is asked seldom.
    /// - Returns: how many have errors.
    private func answer(
        _ reader: inout LineReader,
        _ lines: JudgeLines,
        _ embeddings: GatewayEmbeddings
    ) async throws(CommandFailure) -> Int {
        var number = 0
        var failures = 0
        var pairs: [JudgeLines.Pair] = []
        func flush() async throws(CommandFailure) {
            let vectors = try await embeddings.vectors(of: pairs.flatMap { [$0.left, $0.right] })
            for (index, pair) in pairs.enumerated() {
                let answer = lines.answer(pair, (vectors[2 * index], vectors[2 * index + 1]))
                Terminal.write(JSONValue.object(answer).text)
            }
            pairs = []
        }
        while let line = reader.next() {
            number += 1
            do throws(JudgeLineError) {
                if let pair = try lines.pair(line) { pairs.append(pair) }
            } catch {
                failures += 1
                Terminal.writeError("line \(number): \(error.message)")
            }
            if pairs.count * 2 >= GatewayEmbeddings.most { try await flush() }
        }
        if !pairs.isEmpty { try await flush() }
        return failures
    }

    private func configuration() throws(CommandFailure) -> KanmonConfiguration? {
        guard let config else { return nil }
        do throws(ConfigurationErrors) {
            return try ConfigurationLoader.load(path: config, environment: ProcessInfo.processInfo.environment)
        } catch {
            throw CommandFailure(error)
        }
    }

    /// A threshold named alone counts for both levels where it is above the standard of the high one.
    private func thresholds(_ standard: SemanticThresholds) -> SemanticThresholds {
        let broad = threshold ?? standard.broad
        return SemanticThresholds(
            high: high ?? max(standard.high, broad),
            broad: broad,
            level: level.flatMap(SemanticLevel.init) ?? standard.level
        )
    }
}
