# mf_module(NAME … DEPENDS … SUBFOLDERS …)  a library of every source of the folder and of these below it,
# its tests as one binary
#
# A folder's sources are its *.cpp; what ends in _test.cpp, here or in tests/, is its test binary NAME_test.
# *_fuzzer.cpp are libFuzzer targets, built where MF_FUZZ is on. migrations/*.sql are compiled in as text.

option(MF_FUZZ "build the fuzzers (clang's libFuzzer)" OFF)

# Modules whose tests run threads against each other: the thread sanitizer runs these.
set(MF_THREADED async telemetry db events http service gateway notifications auth)
add_custom_target(thread_tests)
# Modules whose tests run a second time on PostgreSQL.
set(MF_ON_POSTGRES events service identity workorders dispatch tracking notifications insights)

function(mf_module name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;TEST_DEPENDS;SUBFOLDERS" ${ARGN})
  file(GLOB sources CONFIGURE_DEPENDS *.cpp)
  file(GLOB tests CONFIGURE_DEPENDS *_test.cpp tests/*_test.cpp)
  file(GLOB fuzzers CONFIGURE_DEPENDS *_fuzzer.cpp tests/*_fuzzer.cpp)
  file(GLOB migrations CONFIGURE_DEPENDS migrations/*.sql)
  foreach(folder ${ARG_SUBFOLDERS})
    file(GLOB more CONFIGURE_DEPENDS ${folder}/*.cpp)
    list(APPEND sources ${more})
  endforeach()
  list(FILTER sources EXCLUDE REGEX "_(test|fuzzer)\\.cpp$")

  if(migrations)
    set(embedded ${CMAKE_CURRENT_BINARY_DIR}/${name}_migrations.cpp)
    add_custom_command(
      OUTPUT ${embedded}
      COMMAND ${CMAKE_COMMAND} -DOUT=${embedded} -DNAME=${name} "-DFILES=${migrations}"
              -P ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake
      DEPENDS ${migrations} ${CMAKE_SOURCE_DIR}/cmake/embed_sql.cmake
      VERBATIM)
    list(APPEND sources ${embedded})
  endif()

  if(NOT sources)
    return()
  endif()
  add_library(mf_${name} STATIC ${sources})
  target_include_directories(mf_${name} PUBLIC ${CMAKE_SOURCE_DIR})
  target_link_libraries(mf_${name} PUBLIC ${ARG_DEPENDS})
  mf_reuse_pch(mf_${name})

  if(tests)
    add_executable(${name}_test ${tests})
    target_link_libraries(${name}_test PRIVATE mf_${name} ${ARG_TEST_DEPENDS} GTest::gmock GTest::gtest_main)
    target_compile_definitions(${name}_test PRIVATE MF_SOURCE_DIR="${CMAKE_SOURCE_DIR}")
    mf_reuse_pch(${name}_test)
    add_test(NAME ${name} COMMAND ${name}_test)
    set(labels unit)
    if(name IN_LIST MF_THREADED)
      list(APPEND labels thread)
      add_dependencies(thread_tests ${name}_test)
    endif()
    set_tests_properties(${name} PROPERTIES LABELS "${labels}" TIMEOUT 240)
    if(name IN_LIST MF_ON_POSTGRES)
      add_test(NAME ${name}_on_postgres COMMAND ${name}_test)
      set_tests_properties(${name}_on_postgres PROPERTIES LABELS "unit;postgres" TIMEOUT 240
        ENVIRONMENT "MF_TEST_ENGINE=postgres")
    endif()
  endif()

  if(MF_FUZZ)
    foreach(source ${fuzzers})
      get_filename_component(fuzzer ${source} NAME_WE)
      add_executable(${fuzzer} ${source})
      target_link_libraries(${fuzzer} PRIVATE mf_${name})
      target_link_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
      target_compile_options(${fuzzer} PRIVATE -fsanitize=fuzzer)
      # A fixed count from a fixed seed: the same run every time, a few seconds long.
      add_test(NAME ${fuzzer} COMMAND ${fuzzer} -runs=20000 -seed=7 -max_len=4096 -close_fd_mask=1)
      set_tests_properties(${fuzzer} PROPERTIES LABELS fuzz TIMEOUT 240)
    endforeach()
  endif()
endfunction()

# One precompiled header for all: built once by mf_pch_carrier, shared by every target.
function(mf_reuse_pch target)
  if(NOT TARGET mf_pch_carrier)
    file(WRITE ${CMAKE_BINARY_DIR}/pch_carrier.cpp "// carries the precompiled header\n")
    add_library(mf_pch_carrier STATIC ${CMAKE_BINARY_DIR}/pch_carrier.cpp)
    target_precompile_headers(mf_pch_carrier PRIVATE ${CMAKE_SOURCE_DIR}/cmake/pch.hpp)
  endif()
  target_precompile_headers(${target} REUSE_FROM mf_pch_carrier)
endfunction()
