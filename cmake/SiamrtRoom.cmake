# siamrt_room(NAME SOURCES a.cpp ... LINK targets ...): one room of src/ as an object library siamrt_NAME.
# LINK names the rooms and packages it may see; arrows never turn back (docs/design.md).
function(siamrt_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINK" ${ARGN})
  add_library(siamrt_${name} OBJECT ${ROOM_SOURCES})
  target_link_libraries(siamrt_${name} PUBLIC siamrt_options PRIVATE siamrt_build PUBLIC ${ROOM_LINK})
endfunction()

# siamrt_room_tests(NAME SOURCES ... [ROOMS ...] [LINK ...]): GoogleTest program siamrt_NAME_tests, CTest names NAME/Suite.Case.
# With ROOMS it holds those rooms' objects alone, without the library.
function(siamrt_room_tests name)
  cmake_parse_arguments(TEST "" "" "SOURCES;ROOMS;LINK;PROPERTIES" ${ARGN})
  add_executable(siamrt_${name}_tests ${TEST_SOURCES})
  set(tested siamrt)
  if(TEST_ROOMS)
    list(TRANSFORM TEST_ROOMS PREPEND siamrt_ OUTPUT_VARIABLE tested)
  endif()
  target_link_libraries(siamrt_${name}_tests PRIVATE siamrt_build ${tested} siamrt_test_support ${TEST_LINK})
  if(NOT TEST_ROOMS)
    add_dependencies(siamrt_${name}_tests siamrt_torch)  # loaded at run time
  endif()
  gtest_discover_tests(siamrt_${name}_tests TEST_PREFIX "${name}/" DISCOVERY_MODE PRE_TEST
                       PROPERTIES ${TEST_PROPERTIES})
endfunction()
