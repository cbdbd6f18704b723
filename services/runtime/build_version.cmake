# Writes build_version.cc, if it differs from the one that is there: a new commit compiles one file
# and links the programs again.
#
#   cmake -D source=... -D output=... -D version=0.1.0 -P build_version.cmake
execute_process(
  COMMAND git describe --always --dirty --abbrev=12 --exclude=*
  WORKING_DIRECTORY ${CMAKE_CURRENT_LIST_DIR}
  OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE
  RESULT_VARIABLE failed ERROR_QUIET)
# No git, or sources that did not come from it.
if(failed)
  set(commit "")
endif()
configure_file(${source} ${output} @ONLY)
