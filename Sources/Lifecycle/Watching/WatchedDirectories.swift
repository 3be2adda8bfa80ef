#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// The directories in which something happens when a file changes: the one it lies in, and each in which a link on the way
/// to it lies.
///
/// Editors replace a file by renaming another over it, and Kubernetes replaces a whole volume by renaming a link
/// (`config.yaml` → `..data/config.yaml`, `..data` → a directory with a time in its name). A watch on the file itself
/// would stay with the old one in both cases.
enum WatchedDirectories {
    /// As many links as the system follows (`ELOOP`, path_resolution(7)).
    private static let mostLinks = 40

    /// The directories for a file that may not exist: where something is missing, the last directory that is there.
    /// - Parameters:
    ///   - path: the file's path.
    ///   - workingDirectory: where a relative path starts.
    static func directories(of path: String, workingDirectory: String) -> Set<String> {
        var found: Set<String> = []
        var links = 0
        let whole = path.hasPrefix("/") ? path : workingDirectory + "/" + path
        var rest = components(whole)
        var here: [Substring] = []
        while let next = rest.popLast() {
            if next == ".." {
                _ = here.popLast()
                continue
            }
            let candidate = text(here + [next])
            var status = stat()
            guard lstat(candidate, &status) == 0 else { return found.union([text(here)]) }
            if status.st_mode & S_IFMT == S_IFLNK {
                found.insert(text(here))
                links += 1
                guard links <= mostLinks, let target = destination(of: candidate) else { return found }
                if target.hasPrefix("/") { here = [] }
                rest += components(target)
            } else {
                here.append(next)
            }
        }
        found.insert(text(here.dropLast()))
        return found
    }

    /// The parts of a path, the last one first.
    private static func components(_ path: String) -> [Substring] {
        path.split(separator: "/").filter { $0 != "." }.reversed()
    }

    private static func text(_ components: some Collection<Substring>) -> String {
        "/" + components.joined(separator: "/")
    }

    private static func destination(of link: String) -> String? {
        var bytes = [CChar](repeating: 0, count: 4096)
        let count = readlink(link, &bytes, bytes.count)
        guard count > 0 else { return nil }
        return String(validating: bytes.prefix(count).map(UInt8.init(bitPattern:)), as: UTF8.self)
    }
}
