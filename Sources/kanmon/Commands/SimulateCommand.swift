import ArgumentParser
import Logging
import NIOCore
import NIOPosix
import ServiceLifecycle
import Settings
import SimulatedProvider
import UnixSignals

/// `kanmon simulate`: runs simulated providers on their own.
struct SimulateCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "simulate",
        abstract: "Run a simulated provider on its own.",
        discussion: """
            It speaks OpenAI Chat Completions, Anthropic Messages and Gemini
            generateContent, and is reached through base_url like any other server:

              kanmon simulate --listen 127.0.0.1:4010

              providers:
                openai:
                  type: openai
                  api_key: sk-simulated
                  base_url: "http://127.0.0.1:4010/v1"
                claude:
                  type: anthropic
                  api_key: sk-simulated
                  base_url: "http://127.0.0.1:4010"
            """
    )

    @Option(help: ArgumentHelp("The address to listen on.", valueName: "host:port"))
    var listen = ListenAddress(host: "127.0.0.1", port: 4010)

    @Flag(help: "Cache prompts, and count them, as real providers do: marks, minimum and lifetimes.")
    var promptCaches = false

    func run() async throws {
        let group = MultiThreadedEventLoopGroup.singleton
        let provider = SimulatedProvider(options: SimulatedProvider.Options(cachesPrompts: promptCaches))
        let address: SocketAddress
        do {
            address = try await provider.start(on: group, host: listen.host, port: listen.port)
        } catch {
            throw CommandFailure("cannot listen on \(listen): \(error)")
        }
        Terminal.write("simulated provider listening on http://\(listen.host):\(address.port ?? listen.port)")
        let services = ServiceGroup(
            configuration: ServiceGroupConfiguration(
                services: [.init(service: UntilShutdown { try await provider.shutdown() })],
                gracefulShutdownSignals: [.sigterm, .sigint],
                logger: Logger(label: "kanmon", factory: { _ in SwiftLogNoOpLogHandler() })
            )
        )
        try await services.run()
    }
}
