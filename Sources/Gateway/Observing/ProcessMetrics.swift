import Telemetry

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#else
import Darwin
#endif

/// What the system says of the process. Reads the kernel's files, so it is not for event loops; what is not there is left out.
struct ProcessMetrics {
    func collect(into page: inout MetricPage) {
        let memory = OverloadGuard.residentMemory()
        if memory > 0 { page.add(MetricCatalog.residentMemory, .integer(memory)) }
        // In microseconds, as POSIX has it.
        let time = clock()
        if time >= 0 { page.add(MetricCatalog.cpuSeconds, .seconds(nanoseconds: Int64(time) &* 1000)) }
        if let count = Self.openFiles() { page.add(MetricCatalog.openFiles, .integer(count)) }
        let limit = sysconf(Int32(_SC_OPEN_MAX))
        if limit > 0 { page.add(MetricCatalog.openFilesLimit, .integer(limit)) }
    }

    private static func openFiles() -> Int? {
        guard let folder = opendir("/proc/self/fd") else { return nil }
        defer { closedir(folder) }
        var count = 0
        while let entry = readdir(folder) {
            // Neither the folder, nor the one above it.
            if entry.pointee.d_name.0 != CChar(bitPattern: UInt8(ascii: ".")) { count += 1 }
        }
        // The folder itself is open while it is read.
        return count - 1
    }
}
