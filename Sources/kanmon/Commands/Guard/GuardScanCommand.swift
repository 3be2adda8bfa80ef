import ArgumentParser
import Guardrails
import JSONText

/// `kanmon guard scan`: texts in, findings out, a line each.
struct GuardScanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "scan",
        abstract: "Print what is found in texts: JSON lines in, JSON lines out.",
        discussion: """
            Each line is an object with a text or a conversation, and any id:

              {"id":1,"text":"担当は山田太郎です"}
              {"id":2,"messages":[{"role":"user","content":"電話は090-1234-5678です"}]}

            and is answered, in order, with what was found, surest where findings overlap. Offsets
            are Unicode code points of the text, or of the content of the message whose index
            'message' is ('part' in a list of contents, 'tool_call' in the arguments of a call):

              {"id":1,"spans":[{"start":3,"end":7,"type":"PERSON_NAME","score":0.9,"rule":"…"}],
               "injection":{"score":0.01,"reasons":[…]}}

            'injection' is about all texts of the line together: a score from 0 to 1, of which
            policies block 0.8 and more, and the rules that led to it with their weights.

            A line that cannot be read is named on standard error; the others go on.

            Exit codes: 0 all lines were answered, 1 some had errors, 2 wrong usage.
            """
    )

    @OptionGroup var options: GuardOptions

    func run() async throws {
        let selection = options.selection()
        let lines = try GuardLines(options)
        try await lines.answer { worker, line in
            let findings = try worker.scan(line).map(selection.apply)
            return [
                "id": line.id, "spans": .array(line.spans(findings)),
                "injection": line.injection(try worker.injection(line)),
            ]
        }
    }
}
