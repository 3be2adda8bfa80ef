import Foundation
import NIOSSL
import Settings

/// A certificate for `localhost`, made for one test and thrown away behind it.
enum TestCertificate {
    struct Failure: Error {}

    /// Runs a body with the paths of a fresh certificate and its key, and a client's context that trusts it alone.
    static func with(_ body: (TLSIdentity, NIOSSLContext) async throws -> Void) async throws {
        let folder = FileManager.default.temporaryDirectory.appending(path: "kanmon-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let result: Result<Void, any Error>
        do { result = .success(try await run(body, in: folder)) } catch { result = .failure(error) }
        try FileManager.default.removeItem(at: folder)
        try result.get()
    }

    private static func run(_ body: (TLSIdentity, NIOSSLContext) async throws -> Void, in folder: URL) async throws {
        let certificate = folder.appending(path: "certificate.pem").path()
        let key = folder.appending(path: "key.pem").path()
        try await openssl([
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
            "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost", "-out", certificate, "-keyout", key,
        ])
        var client = TLSConfiguration.makeClientConfiguration()
        client.trustRoots = .file(certificate)
        client.applicationProtocols = ["h2", "http/1.1"]
        try await body(TLSIdentity(certificate: certificate, key: key), NIOSSLContext(configuration: client))
    }

    private static func openssl(_ arguments: [String]) async throws {
        let process = Process()
        process.executableURL = URL(filePath: "/usr/bin/env")
        process.arguments = ["openssl"] + arguments
        process.standardError = FileHandle.nullDevice
        let status = try await withCheckedThrowingContinuation {
            (continuation: CheckedContinuation<Int32, any Error>) in
            process.terminationHandler = { continuation.resume(returning: $0.terminationStatus) }
            do { try process.run() } catch { continuation.resume(throwing: error) }
        }
        guard status == 0 else { throw Failure() }
    }
}
