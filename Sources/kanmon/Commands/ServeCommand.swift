import ArgumentParser
import Gateway
import Lifecycle
import NIOCore
import Settings

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
            provider/model, of which /v1/models lists a few well-known ones:

              curl http://127.0.0.1:4000/v1/chat/completions \\
                -H 'content-type: application/json' \\
                -d '{"model": "openai/gpt-5.5",
                     "messages": [{"role": "user", "content": "Hello"}]}'

            Any error in the configuration stops the start; 'kanmon check' shows the
            same errors. A configuration file is read again when it changes and on
            SIGHUP; one with errors then leaves the one in use as it is.

            SIGTERM and SIGINT let requests in flight finish; a second one ends the
            process at once. Exit codes: 0 stopped, 1 could not start or stop,
            2 wrong usage, 130 or 143 ended at once.
            """
    )

    @Option(name: .shortAndLong, help: ArgumentHelp("The configuration file, YAML or JSON.", valueName: "file"))
    var config: String?

    @Flag(help: "Run with three simulated providers and the models chat, fast and thoughtful.")
    var demo = false

    @Flag(help: "Let another process listen on the same port (SO_REUSEPORT), to change to a new one without a gap.")
    var reusePort = false

    func validate() throws {
        if demo, config != nil { throw ValidationError("'--demo' and '--config' exclude each other.") }
    }

    func run() async throws {
        let environment = ProcessInfo.processInfo.environment
        let source = config.map { ConfigurationSource(path: $0, environment: environment) }
        let reading = try await source?.read()
        let configuration = try await found(reading?.result, environment)
        let runner = GatewayRunner(
            configuration: configuration,
            prices: try reading?.prices.get() ?? FolderPrices.catalog(of: configuration),
            document: source.flatMap { source in reading.map { (source, $0) } },
            watchesFiles: configuration.server.reload.watch,
            sharesPort: reusePort || configuration.server.reusePort,
            environment: environment
        )
        do {
            try await runner.run { address in
                Terminal.write(Greeting.text(configuration, address: address, isDemo: demo))
            }
        } catch let error as GatewayError {
            throw CommandFailure(error.description)
        } catch let error as LifecycleError {
            throw CommandFailure(error.description)
        }
    }

    /// The configuration that the options ask for.
    /// - Parameter document: what came of reading the one that is named.
    private func found(
        _ document: Result<KanmonConfiguration, ConfigurationErrors>?,
        _ environment: [String: String]
    ) async throws(CommandFailure) -> KanmonConfiguration {
        let found: KanmonConfiguration
        do throws(ConfigurationErrors) {
            if demo { return try DemoConfiguration.load() }
            if let document { return try document.get() }
            found = try await ConfigurationDiscovery.discover(environment: environment) { OllamaProbe.tags(at: $0) }
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
