import ArgumentParser
import Caching
import JSONText

/// `kanmon cache judge`: pairs of questions in, judgements out, a line each.
struct CacheJudgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "judge",
        abstract: "Judge whether pairs of questions ask the same: JSON lines in, JSON lines out.",
        discussion: """
            Each line is an object with two texts and any id:

              {"id":1,"a":"How do I reset my password?","b":"password reset steps"}

            and is answered, in order, with the score of the built-in embedder, the level
            (1 equal, 2 high confidence, 3 broad, null for none), whether the answer to one
            may serve the other, and why:

              {"id":1,"score":0.9713,"level":2,"same":true,"reason":"high: the same words"}

            A line that cannot be read is named on standard error; the others go on.

            Exit codes: 0 all lines were answered, 1 some had errors, 2 wrong usage.
            """
    )

    @Argument(help: "The file with the lines; - for standard input.")
    var input = "-"

    @Option(help: ArgumentHelp("The least score of a broad hit, 0 to 1.", valueName: "score"))
    var threshold: Double?

    @Option(help: ArgumentHelp("The least score of a hit of high confidence, 0 to 1.", valueName: "score"))
    var high: Double?

    @Option(help: ArgumentHelp("The least sure level that counts as the same: 1, 2 or 3.", valueName: "level"))
    var level = SemanticLevel.broad.rawValue

    @Flag(inversion: .prefixedNo, help: "Whether the verifier compares numbers, names, negation and words.")
    var verifier = true

    func validate() throws {
        for (name, score) in [("threshold", threshold), ("high", high)] {
            if let score, !(0...1).contains(score) { throw ValidationError("--\(name): a score is 0 to 1") }
        }
        guard SemanticLevel(rawValue: level) != nil else { throw ValidationError("--level: 1, 2 or 3") }
    }

    func run() throws {
        let lines = JudgeLines(judge: SemanticJudge(thresholds: thresholds, verifier: verifier ? Verifier() : nil))
        guard var reader = LineReader(path: input == "-" ? nil : input, limit: JudgeLines.maximumLine) else {
            throw CommandFailure("\(input): cannot read the file")
        }
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
        if reader.hasFailed { throw CommandFailure("\(input): reading ended with an error") }
        if failures > 0 { throw CommandFailure("\(failures) \(failures == 1 ? "line has" : "lines have") errors") }
    }

    /// A threshold named alone counts for both levels where it is above the default of the high one.
    private var thresholds: SemanticThresholds {
        let broad = threshold ?? SemanticThresholds.builtin.broad
        return SemanticThresholds(
            high: high ?? max(SemanticThresholds.builtin.high, broad),
            broad: broad,
            level: SemanticLevel(rawValue: level) ?? .broad
        )
    }
}
