import ArgumentParser
import Gateway
import ModelAPI
import Settings

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `kanmon explain`: says where a request would go, without sending it.
struct ExplainCommand: ParsableCommand {
    /// The surfaces a request may come in by.
    enum Surface: String, ExpressibleByArgument, CaseIterable {
        case openai
        case anthropic
        case gemini

        var dialect: DialectID {
            switch self {
            case .openai: .openAIChat
            case .anthropic: .anthropicMessages
            case .gemini: .gemini
            }
        }
    }

    /// A header field as curl takes it.
    struct Field: ExpressibleByArgument {
        let name: String
        let value: String

        init?(argument: String) {
            guard let colon = argument.firstIndex(of: ":"), colon != argument.startIndex else { return nil }
            name = String(argument[..<colon])
            let rest = argument[argument.index(after: colon)...]
            value = String(rest.drop { $0 == " " })
            // One field, not several.
            if argument.utf8.contains(where: { $0 < 0x20 && $0 != 0x09 }) { return nil }
        }
    }

    static let configuration = CommandConfiguration(
        commandName: "explain",
        abstract: "Say where a request would go, and why, without sending it.",
        discussion: """
            Reads a request's body and plans it as 'kanmon serve' would: the targets in
            their order with the reasons, those that are skipped, the policies that count,
            and what each target's API cannot express. Nobody is connected to.

              echo '{"model": "chat", "messages": [{"role": "user", "content": "Hi"}]}' \\
                | kanmon explain --config kanmon.yaml -
              kanmon explain --config kanmon.yaml request.json --key dev-bot \\
                --header 'x-tier: gold'
              kanmon explain --config kanmon.yaml request.json --surface gemini \\
                --model chat --stream

            Exit codes: 0 planned, 1 errors in the configuration or the request, or nobody
            could be asked; 2 wrong usage.
            """
    )

    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration file, YAML or JSON.", valueName: "file"))
    var config: String

    @Argument(help: "The file with the request's body, JSON; - for standard input.")
    var request: String

    @Option(help: "The API the request comes in by: openai, anthropic or gemini.")
    var surface = Surface.openai

    @Option(help: ArgumentHelp("The model, in place of the body's; required for gemini.", valueName: "name"))
    var model: String?

    @Option(help: ArgumentHelp("The name of the virtual key it carries.", valueName: "name"))
    var key: String?

    @Option(help: ArgumentHelp("A header field of the request; may stand several times.", valueName: "name: value"))
    var header: [Field] = []

    @Flag(help: "Plan it as a stream, also where the body does not ask for one.")
    var stream = false

    @Flag(help: "Print JSON.")
    var json = false

    func validate() throws {
        if surface == .gemini, model == nil {
            throw ValidationError("A gemini request names its model in the path: add --model NAME.")
        }
    }

    func run() throws {
        let environment = ProcessInfo.processInfo.environment
        let explainer: PlanExplainer
        let configuration: KanmonConfiguration
        do {
            configuration = try ConfigurationLoader.load(path: config, environment: environment)
            explainer = try PlanExplainer(configuration, environment: environment)
        } catch let errors as ConfigurationErrors {
            throw CommandFailure(errors)
        } catch let error as GatewayError {
            throw CommandFailure("\(config): \(error)")
        }
        let question = PlanQuestion(
            surface: surface.dialect,
            body: try body(limit: configuration.server.maxBody),
            model: model,
            keyName: key,
            headers: header.map { ($0.name, $0.value) },
            stream: stream
        )
        let explanation: PlanExplanation
        do throws(APIError) {
            explanation = try explainer.explain(question)
        } catch {
            throw CommandFailure("refused before it is planned: \(error.status) \(error.code): \(error.message)")
        }
        Terminal.write(json ? explanation.json : explanation.description)
        if let refusal = explanation.refusal {
            throw CommandFailure("nobody can be asked: \(refusal.status) \(refusal.code)")
        }
    }

    private func body(limit: Int) throws(CommandFailure) -> [UInt8] {
        do throws(FileReader.Failure) {
            return try FileReader.live.read(request == "-" ? "/dev/stdin" : request, limit)
        } catch {
            throw CommandFailure("\(request): cannot read the file: \(error)")
        }
    }
}
