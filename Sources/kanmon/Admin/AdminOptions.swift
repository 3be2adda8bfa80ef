import ArgumentParser
import ControlPlane
import JSONText

#if canImport(FoundationEssentials)
import FoundationEssentials
#else
import Foundation
#endif

/// Where the admin API is found, and how answers are printed.
struct AdminOptions: ParsableArguments {
    /// What the token is read from. It is no argument: others on the machine can read those.
    static let tokenVariable = "KANMON_ADMIN_TOKEN"
    static let urlVariable = "KANMON_URL"
    /// Members that name other objects.
    private static let references = ["organization", "team", "teams", "project", "owner"]
    private static let standardURL = "http://127.0.0.1:4000"

    @Option(
        help: ArgumentHelp(
            "The gateway. (default: $\(Self.urlVariable), or \(Self.standardURL))",
            valueName: "url"
        )
    )
    var url: String?

    @Option(help: ArgumentHelp("A PEM file of authorities to trust beside the system's.", valueName: "file"))
    var ca: String?

    @Flag(help: "Let the token go over plain HTTP to another machine.")
    var plaintext = false

    @OptionGroup var folder: DataOptions

    @Flag(help: "Print the API's JSON.")
    var json = false

    func validate() throws {
        if url != nil, folder.isGiven {
            throw ValidationError("'--url' and '--data' or '--config' exclude each other: a gateway, or its folder.")
        }
    }

    /// Opens the way to the admin API for as long as something is done with it.
    func withClient(_ body: (AdminClient) async throws -> Void) async throws {
        do {
            guard folder.isGiven else { return try await body(AdminClient(try gateway())) }
            let open = try OpenFolder(try folder.folder())
            let result: Result<Void, any Error>
            do {
                try await body(AdminClient(try await open.door(try folder.loadConfiguration())))
                result = .success(())
            } catch {
                result = .failure(error)
            }
            try open.close()
            try result.get()
        } catch let failure as AdminFailure {
            let mayBeDeclared = failure.field.map(Self.references.contains) ?? false
            let hint =
                folder.data != nil && folder.config == nil && mayBeDeclared
                ? "\nWhat the configuration declares is known here only with --config." : ""
            throw CommandFailure(failure.description + hint)
        }
    }

    /// Prints an answer.
    /// - Parameter text: the answer for people.
    func print(_ reply: AdminReply, _ text: (JSONValue) throws -> String) throws {
        if json {
            if !reply.bytes.isEmpty { Terminal.write(String(decoding: reply.bytes, as: UTF8.self)) }
        } else {
            Terminal.write(try text(try reply.value))
        }
    }

    private func gateway() throws -> GatewayDoor {
        let environment = ProcessInfo.processInfo.environment
        guard let token = environment[Self.tokenVariable], !token.isEmpty else {
            throw CommandFailure(
                """
                Set \(Self.tokenVariable) to the gateway's server.admin_token, or name its data folder with --data.
                """
            )
        }
        let set = environment[Self.urlVariable].flatMap { $0.isEmpty ? nil : $0 }
        return GatewayDoor(
            url: url ?? set ?? Self.standardURL,
            token: token,
            authorities: ca,
            allowsPlainText: plaintext
        )
    }
}
