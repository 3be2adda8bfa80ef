import Foundation
import Testing

@testable import Lifecycle

/// Where something happens when a file changes.
@Suite("Watched directories")
struct WatchedDirectoriesTests {
    @Test("of a plain file are its own, however the path is spelled")
    func plain() async throws {
        try await TemporaryFolder.with { folder in
            try folder.makeFolder("a")
            try folder.write("1", to: "a/file")
            for path in [folder["a/file"], folder["a/./file"], folder["a/../a//file"]] {
                #expect(WatchedDirectories.directories(of: path, workingDirectory: "/") == [folder["a"]])
            }
            #expect(WatchedDirectories.directories(of: "a/file", workingDirectory: folder.path) == [folder["a"]])
            #expect(WatchedDirectories.directories(of: "file", workingDirectory: folder["a"]) == [folder["a"]])
        }
    }

    @Test("of a Kubernetes volume are the volume's and the one its link leads to")
    func kubernetes() async throws {
        try await TemporaryFolder.with { folder in
            try folder.makeFolder("..1")
            try folder.write("1", to: "..1/file")
            try folder.link("..data", to: "..1")
            try folder.link("file", to: "..data/file")
            let expected: Set = [folder.path, folder["..1"]]
            #expect(WatchedDirectories.directories(of: folder["file"], workingDirectory: "/") == expected)
            #expect(WatchedDirectories.directories(of: folder["..data/file"], workingDirectory: "/") == expected)
        }
    }

    @Test("of something missing are the last that is there")
    func missing() async throws {
        try await TemporaryFolder.with { folder in
            try folder.makeFolder("a")
            #expect(WatchedDirectories.directories(of: folder["a/b/c"], workingDirectory: "/") == [folder["a"]])
            try folder.link("lost", to: "nowhere/at/all")
            #expect(WatchedDirectories.directories(of: folder["lost"], workingDirectory: "/") == [folder.path])
        }
    }

    @Test("of links in a circle end")
    func circle() async throws {
        try await TemporaryFolder.with { folder in
            try folder.link("a", to: "b")
            try folder.link("b", to: "a")
            #expect(WatchedDirectories.directories(of: folder["a"], workingDirectory: "/") == [folder.path])
        }
    }
}
