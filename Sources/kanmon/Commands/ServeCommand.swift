import ArgumentParser
import Configuration

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// `kanmon serve`: runs the gateway.
struct ServeCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "serve",
        abstract: "Run the gateway.",
        discussion: """
            Without options, the providers are found from the usual environment
            variables (OPENAI_API_KEY, ANTHROPIC_API_KEY, GEMINI_API_KEY,
            GROQ_API_KEY, …; OPENAI_BASE_URL, ANTHROPIC_BASE_URL and
            GOOGLE_GEMINI_BASE_URL are honoured) and from an Ollama that answers at
            OLLAMA_HOST or on this machine. Their models are addressed as
            provider/model:

              curl http://127.0.0.1:4000/v1/chat/completions \\
                -H 'content-type: application/json' \\
                -d '{"model": "openai/gpt-4o",
                     "messages": [{"role": "user", "content": "Hello"}]}'

            Any error in the configuration stops the start; 'kanmon check' shows the
            same errors.
            """
    )

    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration file, YAML or JSON.", valueName: "file"))
    var config: String?

    @Flag(help: "Run with three simulated providers and the models chat, fast and thoughtful.")
    var demo = false

    func validate() throws {
        if demo, config != nil { throw ValidationError("'--demo' and '--config' exclude each other.") }
    }

    func run() async throws {
        let configuration = try await loadConfiguration()
        Terminal.write("would listen on \(configuration.server.listen) with \(Summary.text(of: configuration))")
    }

    /// The configuration that the options ask for.
    private func loadConfiguration() async throws(CommandFailure) -> KanmonConfiguration {
        let environment = ProcessInfo.processInfo.environment
        let found: KanmonConfiguration
        do throws(ConfigurationErrors) {
            if demo { return try DemoConfiguration.load() }
            if let config { return try ConfigurationLoader.load(path: config, environment: environment) }
            found = try await ConfigurationDiscovery.discover(environment: environment) { OllamaProbe.answers(at: $0) }
        } catch {
            throw CommandFailure(error)
        }
        guard !found.providers.isEmpty else {
            throw CommandFailure(
                """
                No provider was found. Set the key of one in the environment, start Ollama, name a configuration with
                --config FILE, or try the simulated providers with --demo. Variables that are looked at:
                  \(ConfigurationDiscovery.variables.joined(separator: ", "))
                """
            )
        }
        return found
    }
}
