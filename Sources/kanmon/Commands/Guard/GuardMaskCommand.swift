import ArgumentParser
import Guardrails
import JSONText

/// `kanmon guard mask`: texts in, masked texts out, a line each.
struct GuardMaskCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "mask",
        abstract: "Print texts with placeholders for what is found: JSON lines in, JSON lines out.",
        discussion: """
            Lines are those of 'kanmon guard scan'. Each is printed again with numbered
            placeholders; within a line the same value has the same one:

              {"id":1,"text":"担当は<PERSON_1>です"}

            Exit codes: 0 all lines were answered, 1 some had errors, 2 wrong usage.
            """
    )

    @OptionGroup var options: GuardOptions

    func run() async throws {
        let selection = options.selection()
        let lines = try GuardLines(options)
        try await lines.answer { worker, line in
            line.replacing(line.masked(try worker.scan(line).map(selection.apply)))
        }
    }
}
