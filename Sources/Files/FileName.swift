internal import CLinux
internal import Glibc

/// Names of files: given to others, and taken away.
///
/// A name stands in a folder, or is a path where there is none.
package enum FileName {
  /// Gives the file `name` the name `other`; a file of that name loses it.
  package static func move(
    _ name: String, to other: String, in folder: Folder? = nil
  ) throws(FileError.Reason) {
    let place = folder.place
    guard unsafe renameat(place, name, place, other) == 0 else { throw .last }
  }

  /// Gives the file `name` the name `other`, which must be free.
  private static func move(
    _ name: String, toFree other: String, in folder: Folder?
  ) throws(FileError.Reason) {
    let place = folder.place
    // One call where the file system can do it; a plain rename would replace a file of that name, and
    // a link fails, too.
    if unsafe renameat2(place, name, place, other, UInt32(RENAME_NOREPLACE)) == 0 { return }
    guard errno != EEXIST, unsafe linkat(place, name, place, other, 0) == 0 else {
      guard errno == EPERM || errno == ENOSYS || errno == EOPNOTSUPP else { throw .last }
      return try move(name, to: other, in: folder)
    }
    remove(name, in: folder)
  }

  /// Gives a finished file its name; a file of that name is replaced, or is an error.
  static func complete(
    _ part: String, as name: String, in folder: Folder?, replaces: Bool
  ) throws(FileError.Reason) {
    if replaces {
      try move(part, to: name, in: folder)
    } else {
      try move(part, toFree: name, in: folder)
    }
  }

  /// Takes the name away, if it is there.
  package static func remove(_ name: String, in folder: Folder? = nil) {
    _ = unsafe unlinkat(folder.place, name, 0)
  }
}

extension Folder? {
  /// Where the system looks names up.
  var place: Int32 { self?.number ?? AT_FDCWD }
}
