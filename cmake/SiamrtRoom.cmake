# siamrt_room(NAME SOURCES a.cpp ... LINK targets ...): one room of src/ as an object library siamrt_NAME.
# LINK names the rooms and packages it may see; arrows never turn back (docs/design.md).
function(siamrt_room name)
  cmake_parse_arguments(ROOM "" "" "SOURCES;LINK" ${ARGN})
  add_library(siamrt_${name} OBJECT ${ROOM_SOURCES})
  target_link_libraries(siamrt_${name} PUBLIC siamrt_options PRIVATE siamrt_build PUBLIC ${ROOM_LINK})
endfunction()

# siamrt_room_tests(NAME SOURCES ... LINK ...): GoogleTest program siamrt_NAME_tests, CTest names NAME/Suite.Case.
function(siamrt_room_tests name)
  cmake_parse_arguments(TEST "" "" "SOURCES;LINK;PROPERTIES" ${ARGN})
  add_executable(siamrt_${name}_tests ${TEST_SOURCES})
  target_link_libraries(siamrt_${name}_tests PRIVATE siamrt_build siamrt siamrt_test_support ${TEST_LINK})
  gtest_discover_tests(siamrt_${name}_tests TEST_PREFIX "${name}/" DISCOVERY_MODE PRE_TEST
                       PROPERTIES ${TEST_PROPERTIES})
endfunction()
