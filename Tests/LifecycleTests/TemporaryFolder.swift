import Foundation

/// A folder for one test, removed behind it.
struct TemporaryFolder {
    let path: String

    static func with(_ body: (TemporaryFolder) async throws -> Void) async throws {
        // Short, because a socket's path may have 107 bytes.
        let path = "/tmp/kanmon-\(UUID().uuidString.prefix(8))"
        try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        let result: Result<Void, any Error>
        do { result = .success(try await body(TemporaryFolder(path: path))) } catch { result = .failure(error) }
        try FileManager.default.removeItem(atPath: path)
        try result.get()
    }

    subscript(name: String) -> String { path + "/" + name }

    /// Writes a file in place.
    func write(_ text: String, to name: String) throws {
        try Data(text.utf8).write(to: URL(filePath: self[name]))
    }

    func makeFolder(_ name: String) throws {
        try FileManager.default.createDirectory(atPath: self[name], withIntermediateDirectories: true)
    }

    /// Puts a link at a name; its destination is taken as it stands.
    func link(_ name: String, to destination: String) throws {
        try FileManager.default.createSymbolicLink(atPath: self[name], withDestinationPath: destination)
    }

    /// Renames, replacing what stands there (rename(2)).
    func rename(_ name: String, to other: String) throws {
        guard Glibc.rename(self[name], self[other]) == 0 else { throw CocoaError(.fileWriteUnknown) }
    }

    func remove(_ name: String) throws { try FileManager.default.removeItem(atPath: self[name]) }
}
