import ArgumentParser
import JSONText
import Pricing

/// `kanmon prices cost`: usage in, costs out, a line each.
struct PricesCostCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "cost",
        abstract: "Compute what calls cost: JSON lines in, JSON lines out.",
        discussion: """
            Each line names a provider, a model, the dialect of its usage object (openai-chat,
            openai-responses, anthropic, gemini, bedrock or cohere) and the object itself;
            'at' says when (now by default), 'service_tier' how it was served:

              {"provider":"anthropic","dialect":"anthropic","model":"claude-sonnet-4-5",
               "at":"2026-02-01","usage":{"input_tokens":1000,"output_tokens":20}}

            Costs are exact decimal numbers. The cost of an unknown model is null, with the
            reason. A line that cannot be read is answered with its error; the others go on.

            Exit codes: 0 all lines were answered, 1 some had errors.
            """
    )

    @OptionGroup var file: PricesFile

    @Argument(help: "The file with the lines; - for standard input.")
    var input = "-"

    func run() throws {
        let lines = CostLines(book: try PriceBook(catalog: try file.catalog()), now: PricesFile.now)
        guard var reader = LineReader(path: input == "-" ? nil : input, limit: CostLines.maximumLine) else {
            throw CommandFailure("\(input): cannot read the file")
        }
        var failures = 0
        while let line = reader.next() {
            guard let answer = lines.answer(line) else { continue }
            if answer.isError { failures += 1 }
            Terminal.write(JSONValue.object(answer.json).text)
        }
        if reader.hasFailed { throw CommandFailure("\(input): reading ended with an error") }
        if failures > 0 { throw CommandFailure("\(failures) \(failures == 1 ? "line has" : "lines have") errors") }
    }
}
